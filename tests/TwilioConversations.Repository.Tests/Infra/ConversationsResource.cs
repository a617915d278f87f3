using System.Net;

namespace TwilioConversations.Tests.Infra;

/// <summary>The service's conversations themselves, in both scopes, as its public API has them: a resource that the document may gain one day.</summary>
internal static class ConversationsResource
{
    public const string Json = """
        {
          "sid": "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "account_sid": "ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "chat_service_sid": "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "messaging_service_sid": "MGaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "friendly_name": "Front desk", "unique_name": "desk", "attributes": "{\"floor\":2}",
          "state": "inactive", "date_created": "2015-12-16T22:18:37Z", "date_updated": "2015-12-16T22:18:38Z",
          "timers": { "date_inactive": "2015-12-16T22:19:38Z" }, "bindings": { "email": { "address": "desk@example.com" } },
          "url": "https://conversations.twilio.com/v1/Conversations/CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
          "links": { "participants": "https://conversations.twilio.com/v1/Conversations/CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Participants" }
        }
        """;

    public static DocumentResource Resource { get; } = new(
        $"{Paths("", "/v1/Conversations", "")}\n{Paths("Service", "/v1/Services/{ChatServiceSid}/Conversations", """{ $ref: "#/components/parameters/ChatServiceSid" }, """)}",
        Schemas,
        "ConversationResourceClient",
        Partial,
        "ConversationsProgram",
        Program);

    /// <summary>What the service answers to the program, request by request.</summary>
    public static IEnumerable<Answer> Answers =>
        from scope in new[] { "default", "service" }
        from answer in (Answer[])
        [
            new(HttpStatusCode.Created, Json),
            Answer.Ok(Json),
            .. DocumentResource.TwoPages("conversations", Json),
            Answer.Ok(Json),
            Answer.NoContent,
        ]
        select answer;

    /// <summary>What the program sends.</summary>
    public static IEnumerable<string> Requests =>
        from scope in new[] { "/v1/Conversations", "/v1/Services/ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa/Conversations" }
        from request in new[]
        {
            $"POST {scope} FriendlyName=Front+desk&UniqueName=desk&MessagingServiceSid=MGaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa&Attributes=%7B%22floor%22%3A2%7D&State=inactive&Timers.Inactive=PT60S",
            $"GET {scope}/desk ",
            $"GET {scope}?State=inactive&PageSize=1 ",
            $"GET {scope}?State=inactive&PageSize=1&PageToken=2 ",
            $"POST {scope}/desk State=closed&Timers.Closed=PT1H",
            $"DELETE {scope}/desk ",
        }
        select request;

    private const string Partial = """
        namespace TwilioConversations;

        public sealed partial class ConversationResourceClient
        {
            /// <summary>Lists conversations of a state.</summary>
            public PagedAsyncEnumerable<Conversation> ListAsync(string? service, ConversationState state, int pageSize = Pager.DefaultSize, CancellationToken cancellationToken = default) =>
                Pager.Of<ConversationPage, Conversation>(
                    (size, token, ct) => service is null
                        ? ListConversationAsync(null, null, state, size, null, token, ct)
                        : ListServiceConversationAsync(service, null, null, state, size, null, token, ct),
                    limit: null, pageSize, readAhead: true, cancellationToken);
        }
        """;

    private const string Program = """
        using Newtonsoft.Json;
        using Newtonsoft.Json.Linq;
        using TwilioConversations;

        internal static class ConversationsProgram
        {
            public static async Task<bool> RunAsync(ConversationsClient twilio, string answer)
            {
                var conversations = twilio.Conversations;
                var isRight = true;
                foreach (var service in new[] { null, "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" })
                {
                    var create = new CreateConversationRequest
                    {
                        FriendlyName = "Front desk", UniqueName = "desk", MessagingServiceSid = "MGaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
                        State = ConversationState.Inactive, TimersInactive = "PT60S",
                    };
                    create.SetAttributes(new { floor = 2 });
                    // By way of JSON, as a queue would hold it.
                    create = JsonConvert.DeserializeObject<CreateConversationRequest>(JsonConvert.SerializeObject(create))!;
                    var update = new UpdateConversationRequest { State = ConversationState.Closed, TimersClosed = "PT1H" };
                    var created = await (service is null ? conversations.CreateConversationAsync(create) : conversations.CreateServiceConversationAsync(service, create));
                    var fetched = await (service is null ? conversations.FetchConversationAsync("desk") : conversations.FetchServiceConversationAsync(service, "desk"));
                    var listed = 0;
                    await foreach (var conversation in conversations.ListAsync(service, ConversationState.Inactive, pageSize: 1))
                    {
                        listed += conversation == fetched ? 1 : 0;
                    }

                    var updated = await (service is null ? conversations.UpdateConversationAsync("desk", update) : conversations.UpdateServiceConversationAsync(service, "desk", update));
                    await (service is null ? conversations.DeleteConversationAsync("desk") : conversations.DeleteServiceConversationAsync(service, "desk"));
                    isRight &= listed == 2 && created == fetched && updated == fetched && JToken.DeepEquals(JToken.Parse(JsonConvert.SerializeObject(fetched)), JToken.Parse(answer)) && fetched is
                    {
                        Sid: "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", FriendlyName: "Front desk", UniqueName: "desk", Timers: { DateInactive: { Minute: 19 }, DateClosed: null },
                        MessagingServiceSid: "MGaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", Bindings.Value: "{ \"email\": { \"address\": \"desk@example.com\" } }", DateCreated.Year: 2015,
                    } && fetched.State == ConversationState.Inactive && fetched.GetAttributes<JObject>()!.Value<int>("floor") == 2 && !fetched.ToString().Contains("desk");
                }

                return isRight;
            }
        }
        """;

    private static string Paths(string scope, string path, string serviceParameter) => $$"""
          {{path}}:
            get:
              operationId: List{{scope}}Conversation
              tags: [Conversations]
              summary: Reads one page of conversations.
              parameters:
                [
                  {{serviceParameter}}
                  { name: StartDate, in: query, description: The first day of those to list., schema: { type: string } },
                  { name: EndDate, in: query, description: The last day of those to list., schema: { type: string } },
                  { name: State, in: query, description: The state of those to list., schema: { $ref: "#/components/schemas/ConversationState" } },
                  { $ref: "#/components/parameters/PageSize" }, { $ref: "#/components/parameters/Page" }, { $ref: "#/components/parameters/PageToken" },
                ]
              responses:
                "200": { description: The page., content: { application/json: { schema: { $ref: "#/components/schemas/ConversationPage" } } } }
                default: { $ref: "#/components/responses/Error" }
            post:
              operationId: Create{{scope}}Conversation
              tags: [Conversations]
              summary: Makes a conversation.
              parameters: [{{serviceParameter}} { $ref: "#/components/parameters/WebhookEnabled" }]
              requestBody: { content: { application/x-www-form-urlencoded: { schema: { $ref: "#/components/schemas/CreateConversationRequest" } } } }
              responses:
                "201": { description: The conversation., content: { application/json: { schema: { $ref: "#/components/schemas/Conversation" } } } }
                default: { $ref: "#/components/responses/Error" }
          {{path}}/{Sid}:
            parameters: [{{serviceParameter}} { name: Sid, in: path, required: true, description: The conversation by SID or unique name., schema: { type: string } }]
            get:
              operationId: Fetch{{scope}}Conversation
              tags: [Conversations]
              summary: Reads one conversation.
              responses:
                "200": { description: The conversation., content: { application/json: { schema: { $ref: "#/components/schemas/Conversation" } } } }
                default: { $ref: "#/components/responses/Error" }
            post:
              operationId: Update{{scope}}Conversation
              tags: [Conversations]
              summary: Changes the given fields of a conversation.
              parameters: [{ $ref: "#/components/parameters/WebhookEnabled" }]
              requestBody: { content: { application/x-www-form-urlencoded: { schema: { $ref: "#/components/schemas/UpdateConversationRequest" } } } }
              responses:
                "200": { description: The conversation., content: { application/json: { schema: { $ref: "#/components/schemas/Conversation" } } } }
                default: { $ref: "#/components/responses/Error" }
            delete:
              operationId: Delete{{scope}}Conversation
              tags: [Conversations]
              summary: Deletes a conversation.
              parameters: [{ $ref: "#/components/parameters/WebhookEnabled" }]
              responses:
                "204": { description: The conversation is deleted. }
                default: { $ref: "#/components/responses/Error" }
        """;

    private const string Schemas = """
            ConversationState: { type: string, enum: [inactive, active, closed], description: Whether a conversation goes on. }
            ConversationTimers:
              type: object
              description: When the service changes the state by itself.
              properties:
                date_inactive: { type: string, format: date-time, nullable: true, description: "When it becomes inactive, in UTC." }
                date_closed: { type: string, format: date-time, nullable: true, description: "When it is closed, in UTC." }
            ConversationPage:
              type: object
              x-items: conversations
              description: One page of conversations.
              required: [conversations, meta]
              properties:
                conversations: { type: array, items: { $ref: "#/components/schemas/Conversation" }, description: The conversations of this page. }
                meta: { $ref: "#/components/schemas/PageMeta" }
            Conversation:
              type: object
              description: A conversation.
              required: [sid, account_sid, chat_service_sid, messaging_service_sid, friendly_name, unique_name, attributes, state, date_created, date_updated, timers, url, links, bindings]
              properties:
                sid: { type: string, pattern: "^CH[0-9a-fA-F]{32}$", description: Its own SID. }
                account_sid: { type: string, pattern: "^AC[0-9a-fA-F]{32}$", description: The account that it belongs to. }
                chat_service_sid: { type: string, pattern: "^IS[0-9a-fA-F]{32}$", description: The service that it belongs to. }
                messaging_service_sid: { type: string, nullable: true, pattern: "^MG[0-9a-fA-F]{32}$", description: The messaging service that it belongs to. }
                friendly_name: { type: string, nullable: true, maxLength: 256, description: "A name for people, at most 256 characters." }
                unique_name: { type: string, nullable: true, description: A name that stands for the SID. }
                attributes: { type: string, x-privacy: sensitive, x-json-maximum-bytes: 16384, default: "{}", description: Data of its own as JSON text. }
                state: { $ref: "#/components/schemas/ConversationState" }
                date_created: { type: string, format: date-time, description: "When it was made, in UTC." }
                date_updated: { type: string, format: date-time, description: "When it was last changed, in UTC." }
                timers: { $ref: "#/components/schemas/ConversationTimers" }
                url: { type: string, format: uri, description: Its absolute address. }
                links: { type: object, additionalProperties: { type: string, format: uri }, description: The addresses of what belongs to it. }
                bindings: { type: object, nullable: true, description: How it is reached from outside chat. }
            CreateConversationRequest:
              type: object
              description: What a new conversation is made of.
              properties: &fields
                FriendlyName: { type: string, maxLength: 256, description: "A name for people, at most 256 characters." }
                UniqueName: { type: string, description: A name that stands for the SID. }
                DateCreated: { type: string, format: date-time, description: When it was made. }
                DateUpdated: { type: string, format: date-time, description: When it was last changed. }
                MessagingServiceSid: { type: string, pattern: "^MG[0-9a-fA-F]{32}$", description: The messaging service that it belongs to. }
                Attributes: { type: string, x-privacy: sensitive, x-json-maximum-bytes: 16384, description: "Data of its own as JSON text, at most 16 KB." }
                State: { $ref: "#/components/schemas/ConversationState" }
                Timers.Inactive: { type: string, description: "How long until it becomes inactive, an ISO 8601 duration of at least a minute." }
                Timers.Closed: { type: string, description: "How long until it is closed, an ISO 8601 duration of at least ten minutes." }
                Bindings.Email.Address: { type: string, x-privacy: personal, description: The address under which it is reached by e-mail. }
                Bindings.Email.Name: { type: string, x-privacy: personal, description: The name under which it writes e-mails. }
            UpdateConversationRequest:
              type: object
              description: What changes in a conversation.
              properties: *fields
        """;
}
