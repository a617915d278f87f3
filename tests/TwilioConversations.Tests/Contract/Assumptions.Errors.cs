using static TwilioConversations.Tests.Assumption;

namespace TwilioConversations.Tests;

internal static partial class Assumptions
{
    private const string Nothing = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private static Assumption[] GeneralErrors =>
    [
        Rejected(404, 20404, "Nothing has the SID", $"GET Conversations/CH{Nothing}"),
        Rejected(405, 20004, "A list is put", "PUT Conversations"),
        new Assumption("No credentials: 401 with 20003", async scene =>
        {
            var reply = await scene.SendAsync("GET Conversations", isAnonymous: true);
            DifferenceException.ThrowIfNot((reply.Status, reply.Code) == (401, 20003), reply.ToString());
        })
        {
            Code = 20003,
        },
        Rejected(400, 20001, "A page size is no number", "GET Conversations?PageSize=many"),
        Rejected(409, 20409, "The address has a configuration", "POST /Configuration/Addresses Type=sms&Address=+15550000009", "POST /Configuration/Addresses Type=sms&Address=+15550000009") with { OnlyEmulated = OutsideService },
        Rejected(400, 50000, "A chat service has no friendly name", "POST /Services UniqueName=a") with { OnlyEmulated = OutsideService },
        Rejected(400, 50003, "The friendly name has 257 characters", "POST Conversations FriendlyName={x*257}"),
        Rejected(400, 50004, "The unique name has 257 characters", "POST Conversations UniqueName={x*257}"),
        Rejected(400, 50054, "A filter is not the name of an event", "POST Configuration/Webhooks Filters=onNothing"),
        Rejected(400, 50055, "The method of the webhooks is unknown", "POST Configuration/Webhooks Method=TRACE"),
        Rejected(400, 50102, "The default role of users does not exist", $"POST Configuration DefaultChatServiceRoleSid=RL{Nothing}"),
        Rejected(400, 50106, "The role of creators does not exist", $"POST Configuration DefaultConversationCreatorRoleSid=RL{Nothing}"),
        Rejected(400, 50109, "The default role of participants does not exist", $"POST Configuration DefaultConversationRoleSid=RL{Nothing}"),
        Rejected(400, 50104, "A role has an unknown permission", "POST Roles FriendlyName={x}&Type=service&Permission=nothing"),
        Rejected(400, 50105, "A role has an unknown type", "POST Roles FriendlyName={x}&Type=nothing&Permission=createConversation"),
        Rejected(409, 50201, "The identity of a new user is taken", "POST Users Identity={x}", "POST Users Identity={x}"),
        Rejected(400, 50207, "The identity of a user has 257 characters", "POST Users Identity={x*257}"),
        Rejected(400, 50451, "A search has an identity and an address", "GET ParticipantConversations?Identity=a&Address=%2B15550000002"),
    ];

    private static Assumption[] ConversationErrors =>
    [
        Rejected(409, 50353, "The unique name is taken", "POST Conversations UniqueName={x}", "POST Conversations UniqueName={x}"),
        Rejected(400, 50390, "The unique name looks like a SID", $"POST Conversations UniqueName=CH{Nothing}"),
        Rejected(400, 50303, "The attributes have 16 KB and a byte", "POST Conversations Attributes=\"{x*16383}\""),
        Rejected(400, 50304, "The attributes are no JSON", "POST Conversations Attributes={"),
        Rejected(400, 50308, "The date of creation is no date", "POST Conversations DateCreated=yesterday"),
        Rejected(400, 50309, "The date of the update is no date", "POST Conversations DateUpdated=yesterday"),
        Rejected(400, 50341, "The messaging service's SID is not one", "POST Conversations MessagingServiceSid=MG1"),
        Rejected(400, 50374, "The state is empty", "POST Conversations State="),
        Rejected(400, 50378, "The state is unknown", "POST Conversations State=archived"),
        Rejected(400, 50378, "The state is set to initializing", "POST Conversations State=initializing"),
        Rejected(400, 50384, "A new conversation is closed", "POST Conversations State=closed"),
        Rejected(400, 50375, "The timer to inactive is too short", "POST Conversations State=active&Timers.Inactive=PT59S"),
        Rejected(400, 50376, "The timer to closed is too short", "POST Conversations State=active&Timers.Closed=PT9M"),
        Rejected(400, 50379, "The timer to inactive is no duration", "POST Conversations State=active&Timers.Inactive=soon"),
        Rejected(400, 50380, "The timer to closed is no duration", "POST Conversations State=active&Timers.Closed=soon"),
        Rejected(400, 50382, "A new conversation has a timer without a state", "POST Conversations Timers.Inactive=PT1H"),
        Rejected(400, 50377, "A closed conversation is changed", Conversation, "POST Conversations/{1} State=closed", "POST Conversations/{1} FriendlyName=a"),
    ];

    private static Assumption[] WebhookErrors =>
    [
        Rejected(400, 50361, "A conversation gets a sixth webhook", Conversation, "5x " + Webhook, Webhook),
        Rejected(400, 50362, "A webhook has six triggers", Conversation, "POST Conversations/{1}/Webhooks Target=trigger&Configuration.Url=https://example.com/&Configuration.Triggers=a&Configuration.Triggers=b&Configuration.Triggers=c&Configuration.Triggers=d&Configuration.Triggers=e&Configuration.Triggers=f"),
        Rejected(400, 50364, "The target is unknown", Conversation, "POST Conversations/{1}/Webhooks Target=nothing"),
        Rejected(400, 50365, "A filter of a conversation's webhook is unknown", Conversation, "POST Conversations/{1}/Webhooks Target=webhook&Configuration.Url=https://example.com/&Configuration.Filters=onNothing"),
        Rejected(400, 50366, "A trigger is empty", Conversation, "POST Conversations/{1}/Webhooks Target=trigger&Configuration.Url=https://example.com/&Configuration.Triggers="),
        Rejected(400, 50367, "A flow is no SID", Conversation, "POST Conversations/{1}/Webhooks Target=studio&Configuration.FlowSid=FW1"),
        Rejected(400, 50368, "The target is missing", Conversation, "POST Conversations/{1}/Webhooks Configuration.Url=https://example.com/"),
        Rejected(400, 50369, "The URL is missing", Conversation, "POST Conversations/{1}/Webhooks Target=webhook&Configuration.Filters=onMessageAdded"),
        Rejected(400, 50370, "The filters are missing", Conversation, "POST Conversations/{1}/Webhooks Target=webhook&Configuration.Url=https://example.com/"),
        Rejected(400, 50371, "The triggers are missing", Conversation, "POST Conversations/{1}/Webhooks Target=trigger&Configuration.Url=https://example.com/"),
        Rejected(400, 50372, "The URL has more than 512 characters", Conversation, "POST Conversations/{1}/Webhooks Target=webhook&Configuration.Url=https://example.com/{x*500}&Configuration.Filters=onMessageAdded"),
    ];

    private static Assumption[] ParticipantErrors =>
    [
        Rejected(409, 50433, "The identity takes part already", Conversation, "POST Conversations/{1}/Participants Identity=a", "POST Conversations/{1}/Participants Identity=a"),
        Rejected(400, 50204, "A participant has no identity and no address", Conversation, "POST Conversations/{1}/Participants Attributes={}"),
        Rejected(400, 50204, "A user has no identity", "POST Users FriendlyName=a"),
        Rejected(400, 50207, "The identity has 257 characters", Conversation, "POST Conversations/{1}/Participants Identity={x*257}"),
        Rejected(400, 50211, "A participant has an identity and an address", Conversation, "POST Conversations/{1}/Participants Identity=a&MessagingBinding.Address=+15550000002&MessagingBinding.ProxyAddress=+15550000001"),
        Rejected(400, 50405, "The time of the last read is no date", Conversation, "POST Conversations/{1}/Participants Identity=a", "POST Conversations/{1}/Participants/{2} LastReadTimestamp=yesterday"),
        Rejected(400, 50421, "The index of the last read is negative", Conversation, "POST Conversations/{1}/Participants Identity=a", "POST Conversations/{1}/Participants/{2} LastReadMessageIndex=-1"),
        Rejected(400, 50421, "The index of the last read is above the last message's", Conversation, "POST Conversations/{1}/Participants Identity=a", "POST Conversations/{1}/Messages Body=a", "POST Conversations/{1}/Participants/{2} LastReadMessageIndex=1"),
        Rejected(400, 50440, "A proxy address is removed that is not there", Conversation, "POST Conversations/{1}/Participants Identity=a", "POST Conversations/{1}/Participants/{2} MessagingBinding.ProxyAddress=null"),
        Rejected(400, 50441, "A chat user gets a proxy address", Conversation, "POST Conversations/{1}/Participants Identity=a", "POST Conversations/{1}/Participants/{2} MessagingBinding.ProxyAddress=+15550000001"),
        Rejected(400, 50442, "A projected address is removed that is not there", Conversation, "POST Conversations/{1}/Participants Identity=a", "POST Conversations/{1}/Participants/{2} MessagingBinding.ProjectedAddress=null"),
        Rejected(400, 50444, "A participant gets a second identity", Conversation, "POST Conversations/{1}/Participants Identity=a", "POST Conversations/{1}/Participants/{2} Identity=b"),
    ];

    private static Assumption[] AddressErrors =>
    [
        Rejected(400, 50407, "The address is none", Conversation, "POST Conversations/{1}/Participants MessagingBinding.Address=nonsense&MessagingBinding.ProxyAddress=+15550000001"),
        Rejected(400, 50408, "The proxy address is none", Conversation, "POST Conversations/{1}/Participants MessagingBinding.Address=+15550000002&MessagingBinding.ProxyAddress=nonsense"),
        Rejected(400, 50409, "The address equals the proxy address", Conversation, "POST Conversations/{1}/Participants MessagingBinding.Address=+15550000001&MessagingBinding.ProxyAddress=+15550000001"),
        Rejected(400, 50411, "The address is empty", Conversation, "POST Conversations/{1}/Participants MessagingBinding.Address=&MessagingBinding.ProxyAddress=+15550000001"),
        Rejected(400, 50412, "The proxy address is empty", Conversation, "POST Conversations/{1}/Participants MessagingBinding.Address=+15550000002&MessagingBinding.ProxyAddress="),
        Rejected(400, 50414, "The addresses are of two channels", Conversation, "POST Conversations/{1}/Participants MessagingBinding.Address=whatsapp:+15550000002&MessagingBinding.ProxyAddress=+15550000001"),
        Rejected(409, 50416, "The addresses are bound in another conversation", Conversation, Conversation, "POST Conversations/{1}/Participants " + Binding, "POST Conversations/{2}/Participants " + Binding) with { OnlyEmulated = NeedsNumbers },
        Rejected(400, 50420, "A phone number has a name", Conversation, "POST Conversations/{1}/Participants MessagingBinding.Address=+15550000002&MessagingBinding.ProxyAddress=+15550000001&MessagingBinding.Name=a"),
        Rejected(400, 50422, "A conversation gets a 51st participant outside chat", Conversation, "50x POST Conversations/{1}/Participants MessagingBinding.Address=+1666{n}&MessagingBinding.ProxyAddress=+15550000001", "POST Conversations/{1}/Participants MessagingBinding.Address=+1667&MessagingBinding.ProxyAddress=+15550000001") with { OnlyEmulated = NeedsNumbers },
    ];

    private static Assumption[] GroupErrors =>
    [
        .. new[]
        {
            Rejected(400, 50407, "An address stands beside a projected address", Conversation, "POST Conversations/{1}/Participants MessagingBinding.Address=+15550000002&MessagingBinding.ProjectedAddress=+15550000001"),
            Rejected(400, 50434, "A chat user joins a group without a projected address", Conversation, Business, "POST Conversations/{1}/Participants Identity=a"),
            Rejected(400, 50436, "A group gets an eleventh participant", Conversation, Business, "9x POST Conversations/{1}/Participants MessagingBinding.Address=+1555000010{n}", "POST Conversations/{1}/Participants MessagingBinding.Address=+15550000200"),
            Rejected(409, 50437, "The address is in the group", Conversation, Business, Member, Member),
            Rejected(409, 50437, "The projected address is in the group", Conversation, Business, Business),
            Rejected(409, 50438, "An open group of the same participants exists", Group, Group),
            Rejected(400, 50443, "A participant with an address gets a projected address", Conversation, Member, "POST Conversations/{1}/Participants/{2} MessagingBinding.ProjectedAddress=+15550000001"),
            Rejected(400, 50513, "Nobody of the group writes to it", Conversation, Business, Member, "POST Conversations/{1}/Messages Body=a&Author=nobody"),
            Rejected(400, 50513, "A message to a group has no author", Conversation, Business, Member, "POST Conversations/{1}/Messages Body=a"),
        }.Select(assumption => assumption with { OnlyEmulated = NeedsNumbers }),
    ];

    private static Assumption[] MessageErrors =>
    [
        Rejected(400, 50503, "A message is empty", Conversation, "POST Conversations/{1}/Messages Author=a"),
        Rejected(400, 50504, "A body has 32,769 characters", Conversation, "POST Conversations/{1}/Messages Body={x*32769}"),
        Rejected(400, 50507, "The file does not exist", Conversation, $"POST Conversations/{{1}}/Messages MediaSid=ME{Nothing}"),
        Rejected(400, 50510, "The file's SID is not one", Conversation, "POST Conversations/{1}/Messages MediaSid=ME1"),
        Rejected(400, 50526, "The template's SID is not one", Conversation, "POST Conversations/{1}/Messages ContentSid=HX1"),
        Rejected(400, 50527, "The variables are no JSON object", Conversation, Template + "&ContentVariables=[1]"),
        Rejected(400, 50528, "There are variables without a template", Conversation, "POST Conversations/{1}/Messages Body=a&ContentVariables={}"),
        Rejected(400, 50540, "The name of a variable has 17 characters", Conversation, Template + "&ContentVariables={\"{x*17}\":\"a\"}"),
        Rejected(400, 50541, "The value of a variable has 257 characters", Conversation, Template + "&ContentVariables={\"a\":\"{x*257}\"}"),
    ];

    private const string Webhook = "POST Conversations/{1}/Webhooks Target=webhook&Configuration.Url=https://example.com/&Configuration.Filters=onMessageAdded";
    private const string Binding = "MessagingBinding.Address=+15550000002&MessagingBinding.ProxyAddress=+15550000001";
    private const string Business = "POST Conversations/{1}/Participants MessagingBinding.ProjectedAddress=+15550000001";
    private const string Member = "POST Conversations/{1}/Participants MessagingBinding.Address=+15550000003";
    private const string Template = "POST Conversations/{1}/Messages ContentSid=HX" + Nothing;

    private const string Group = """POST ConversationWithParticipants Participant={"messaging_binding":{"projected_address":"+15550000011"}}&Participant={"messaging_binding":{"address":"+15550000012"}}""";
}
