using static TwilioConversations.Tests.Assumption;

namespace TwilioConversations.Tests;

internal static partial class Assumptions
{
    private const string Conversation = "POST Conversations FriendlyName={x}";
    private const string Date = "~^\\\\d{4}-\\\\d\\\\d-\\\\d\\\\dT\\\\d\\\\d:\\\\d\\\\d:\\\\d\\\\dZ$";

    private static Assumption[] Shapes =>
    [
        Shows("A new conversation is active, without timers and bindings", """{"(status)":201,"state":"active","timers":{},"bindings":null}""", Conversation),
        Shows("A conversation without attributes shows {}, and without a unique name null", """{"attributes":"{}","unique_name":null}""", Conversation),
        Shows("A date is RFC 3339 in UTC with whole seconds", $$"""{"date_created":"{{Date}}","date_updated":"{{Date}}"}""", Conversation),
        Shows("A body is JSON", """{"(content type)":"application/json"}""", Conversation),
        Shows("A resource of a chat service names it", """{"chat_service_sid":"~^IS[0-9a-f]{32}$"}""", Conversation),
        Shows("A conversation links to what belongs to it", """{"links.participants":"~/Participants$","links.messages":"~/Messages$","links.webhooks":"~/Webhooks$"}""", Conversation),
        Shows("A conversation is found by its unique name", """{"unique_name":"~."}""", "POST Conversations UniqueName={x}", "GET Conversations/{x}"),
        Shows("A unique name is free again after a deletion", """{"(status)":201}""", "POST Conversations UniqueName={x}", "DELETE Conversations/{1}", "POST Conversations UniqueName={x}"),
        Shows("A deletion is 204 without a body", """{"(status)":204,"(content type)":null}""", Conversation, "DELETE Conversations/{1}"),
        Shows("The values of an enum are accepted in capitals", """{"state":"inactive"}""", "POST Conversations State=INACTIVE"),
        Shows("A chat participant has no binding and has read nothing", """{"messaging_binding":null,"last_read_message_index":null,"last_read_timestamp":null,"role_sid":"~^RL"}""", Conversation, "POST Conversations/{1}/Participants Identity={x}"),
        Shows("A participant is found by its identity", """{"identity":"~."}""", Conversation, "POST Conversations/{1}/Participants Identity={x}", "GET Conversations/{1}/Participants/{x}"),
        Shows("An identity may have blanks", """{"identity":"~ "}""", Conversation, "POST Conversations/{1}/Participants Identity={x} a b"),
        Shows("An identity is case-sensitive", """{"(status)":201}""", Conversation, "POST Conversations/{1}/Participants Identity=a{x}", "POST Conversations/{1}/Participants Identity=A{x}"),
        Shows("Who takes part by an identity becomes a user", """{"identity":"~."}""", Conversation, "POST Conversations/{1}/Participants Identity={x}", "GET Users/{x}"),
        Shows("A user without reachability is neither online nor notifiable", """{"is_online":null,"is_notifiable":null,"friendly_name":null,"attributes":"{}"}""", "POST Users Identity={x}"),
        Shows("A user's unread messages are null before the first that it read", """{"unread_messages_count":null,"notification_level":"default"}""", Conversation, "POST Conversations/{1}/Participants Identity={x}", "POST Conversations/{1}/Messages Body=a", "GET Users/{x}/Conversations/{1}"),
        Shows("A message without an author is the system's", """{"author":"system","participant_sid":null,"index":0}""", Conversation, "POST Conversations/{1}/Messages Body=a"),
        Shows("A message without files and receipts has null for them", """{"media":null,"delivery":null,"content_sid":null,"attributes":"{}"}""", Conversation, "POST Conversations/{1}/Messages Body=a"),
        Shows("A message may have an author who takes no part", """{"author":"nobody","participant_sid":null}""", Conversation, "POST Conversations/{1}/Messages Body=a&Author=nobody"),
        Shows("The author who takes part is named", """{"participant_sid":"~^MB"}""", Conversation, "POST Conversations/{1}/Participants Identity={x}", "POST Conversations/{1}/Messages Body=a&Author={x}"),
        Shows("A conversation's webhook is called with POST by default", """{"target":"webhook","configuration.url":"https://example.com/","configuration.method":"~(?i)^post$","configuration.filters":["onMessageAdded"]}""", Conversation, "POST Conversations/{1}/Webhooks Target=webhook&Configuration.Url=https://example.com/&Configuration.Filters=onMessageAdded"),
        Shows("A webhook of the target studio has a flow alone", """{"configuration.flow_sid":"~^FW","configuration.url":"(absent)","configuration.method":"(absent)"}""", Conversation, "POST Conversations/{1}/Webhooks Target=studio&Configuration.FlowSid=FWaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"),
        Shows("Any last read index is taken in a conversation without messages", """{"last_read_message_index":5}""", Conversation, "POST Conversations/{1}/Participants Identity={x}", "POST Conversations/{1}/Participants/{2} LastReadMessageIndex=5"),
        Shows("A participant can be given the date on which it was created", """{"date_created":"2020-01-02T03:04:05Z"}""", Conversation, "POST Conversations/{1}/Participants Identity={x}&DateCreated=2020-01-02T03:04:05Z"),
        Shows("A chat service starts with four roles", """{"roles.3.sid":"~^RL","roles.4":"(absent)"}""", "GET Roles"),
    ];

    private static Assumption[] Orders =>
    [
        Shows("A page has 50 items by default, and the key of its list", """{"meta.page_size":50,"meta.page":0,"meta.key":"conversations","meta.next_page_url":null,"meta.previous_page_url":null}""", Conversation, "GET Conversations/{1}/Participants", "GET Conversations?State=closed"),
        Shows("Messages are listed from the oldest", """{"messages.0.index":0,"messages.1.index":1}""", Conversation, "2x POST Conversations/{1}/Messages Body=a", "GET Conversations/{1}/Messages"),
        Shows("Messages are listed from the newest with Order=desc", """{"messages.0.index":1,"messages.1.index":0}""", Conversation, "2x POST Conversations/{1}/Messages Body=a", "GET Conversations/{1}/Messages?Order=desc"),
        Shows("The index of a deleted message is not used again", """{"index":1}""", Conversation, "POST Conversations/{1}/Messages Body=a", "DELETE Conversations/{1}/Messages/{2}", "POST Conversations/{1}/Messages Body=b"),
        Shows("Participants are listed in the order of their creation", """{"participants.0.identity":"~^0","participants.1.identity":"~^1","participants.2.identity":"~^2"}""", Conversation, "3x POST Conversations/{1}/Participants Identity={n}-{x}", "GET Conversations/{1}/Participants"),
        Shows("A page that is not the last one names the next", """{"meta.next_page_url":"~Page=1","participants.1":"(absent)"}""", Conversation, "2x POST Conversations/{1}/Participants Identity={n}-{x}", "GET Conversations/{1}/Participants?PageSize=1"),
    ];

    private static Assumption[] States =>
    [
        Shows("An inactive conversation can become active", """{"state":"active"}""", "POST Conversations State=inactive", "POST Conversations/{1} State=active"),
        Shows("A message makes an inactive conversation active", """{"state":"active"}""", "POST Conversations State=inactive", "POST Conversations/{1}/Messages Body=a", "GET Conversations/{1}"),
        Shows("A closed conversation can be read", """{"state":"closed","timers":{}}""", Conversation, "POST Conversations/{1} State=closed", "GET Conversations/{1}"),
        Shows("A closed conversation can be deleted", """{"(status)":204}""", Conversation, "POST Conversations/{1} State=closed", "DELETE Conversations/{1}"),
        Shows("A timer shows when it ends", """{"timers.date_inactive":"~Z$","timers.date_closed":"(absent)"}""", "POST Conversations State=active&Timers.Inactive=PT1H"),
        Shows("Deleting a user removes it from its conversations", """{"participants":[]}""", Conversation, "POST Conversations/{1}/Participants Identity={x}", "DELETE Users/{x}", "GET Conversations/{1}/Participants"),
        Shows(
            "A group starts as initializing or active", """{"state":"~^(initializing|active)$"}""",
            """POST ConversationWithParticipants Participant={"messaging_binding":{"projected_address":"+15550000001"}}&Participant={"messaging_binding":{"address":"+15550000002"}}""") with { OnlyEmulated = NeedsNumbers },
    ];
}
