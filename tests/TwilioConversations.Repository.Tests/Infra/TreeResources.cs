using System.Net;

namespace TwilioConversations.Tests.Infra;

/// <summary>
/// Three resources of different shapes, added to a copy of the OpenAPI document and to nothing else: guests (named by SID or identity, in both
/// scopes), duties (arrays in forms, in both scopes), and desks (in the default scope only). And a program that uses their whole lives.
/// </summary>
internal static class TreeResources
{
    private const string GuestSid = "GUaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string DutySid = "DUaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string DeskSid = "DEaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string ServiceSid = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private const string Guest = $$"""{"sid":"{{GuestSid}}","identity":"alice","friendly_name":"Alice"}""";
    private const string Duty = $$"""{"sid":"{{DutySid}}","permissions":["sendMessage","leaveConversation"]}""";
    private const string Desk = $$"""{"sid":"{{DeskSid}}","friendly_name":"Desk"}""";

    public static DocumentResource Resource { get; } = new(Paths, Schemas, "TreeProgram", Program);

    private static string Paths =>
        string.Join(
            "\n",
            Operations("Guest", "Guests", "", "/v1/Guests", KeyedGuest),
            Operations("Guest", "Guests", "Service", "/v1/Services/{ChatServiceSid}/Guests", KeyedGuest),
            Operations("Duty", "Duties", "", "/v1/Duties", Sid("DU")),
            Operations("Duty", "Duties", "Service", "/v1/Services/{ChatServiceSid}/Duties", Sid("DU")),
            Operations("Desk", "Desks", "", "/v1/Desks", Sid("DE"), DateFilter, ReasonHeader));

    private const string Schemas = """
            Guest:
              type: object
              description: A guest.
              required: [sid, identity]
              properties:
                sid: { type: string, pattern: "^GU[0-9a-fA-F]{32}$", description: The guest's own SID. }
                identity: { type: string, x-privacy: personal, description: The name that the application gave the guest. }
                friendly_name: { type: string, nullable: true, x-privacy: personal, description: A name for people. }
            GuestPage: { type: object, x-items: guests, description: One page of guests., required: [guests, meta], properties: { guests: { type: array, items: { $ref: "#/components/schemas/Guest" }, description: The guests. }, meta: { $ref: "#/components/schemas/PageMeta" } } }
            CreateGuestRequest: { type: object, description: A new guest., required: [Identity], properties: { Identity: { type: string, description: The name that the application gives the guest. } } }
            UpdateGuestRequest: { type: object, description: What changes in a guest., properties: { FriendlyName: { type: string, description: A name for people. } } }
            Duty:
              type: object
              description: A duty.
              required: [sid, permissions]
              properties:
                sid: { type: string, pattern: "^DU[0-9a-fA-F]{32}$", description: The duty's own SID. }
                permissions: { type: array, items: { type: string }, description: What the duty allows. }
            DutyPage: { type: object, x-items: duties, description: One page of duties., required: [duties, meta], properties: { duties: { type: array, items: { $ref: "#/components/schemas/Duty" }, description: The duties. }, meta: { $ref: "#/components/schemas/PageMeta" } } }
            CreateDutyRequest: { type: object, description: A new duty., properties: { FriendlyName: { type: string, description: A name for people. }, Permission: { type: array, items: { type: string }, description: What the duty allows. } } }
            UpdateDutyRequest: { type: object, description: What changes in a duty., properties: { Permission: { type: array, items: { type: string }, description: What the duty allows. } } }
            Desk:
              type: object
              description: A desk.
              required: [sid]
              properties:
                sid: { type: string, pattern: "^DE[0-9a-fA-F]{32}$", description: The desk's own SID. }
                friendly_name: { type: string, nullable: true, description: A name for people. }
            DeskPage: { type: object, x-items: desks, description: One page of desks., required: [desks, meta], properties: { desks: { type: array, items: { $ref: "#/components/schemas/Desk" }, description: The desks. }, meta: { $ref: "#/components/schemas/PageMeta" } } }
            CreateDeskRequest: { type: object, description: A new desk., properties: { FriendlyName: { type: string, description: A name for people. } } }
            UpdateDeskRequest: { type: object, description: What changes in a desk., properties: { FriendlyName: { type: string, description: A name for people. } } }
        """;

    /// <summary>The program: each resource created, fetched, looked for, listed, updated and deleted in each of its scopes, with nothing but what was generated.</summary>
    private const string Program = $$"""
        using TwilioConversations;

        internal static class TreeProgram
        {
            public static async Task<bool> RunAsync(ConversationsClient twilio)
            {
                var isRight = true;
                foreach (var guests in new[] { twilio.Guests, twilio.Service("{{ServiceSid}}").Guests })
                {
                    var created = await guests.CreateAsync(new() { Identity = "alice" }, new() { WebhookEnabled = true });
                    isRight &= await guests.FetchAsync("alice") == created && await guests.FindAsync("nobody") is null && await guests.ExistsAsync(created);
                    isRight &= await guests.ListAsync(new() { PageSize = 1 }).CountAsync() == 2;
                    isRight &= (await guests.UpdateAsync("alice", new() { FriendlyName = "Alice" })).FriendlyName == "Alice";
                    await guests.DeleteAsync(GuestKey.FromIdentity("alice"));
                }

                foreach (var duties in new[] { twilio.Duties, twilio.Service("{{ServiceSid}}").Duties })
                {
                    var created = await duties.CreateAsync(new() { FriendlyName = "x", Permission = ["sendMessage", "leaveConversation"] });
                    isRight &= await duties.FetchAsync(created.Sid) == created && created.Permissions is ["sendMessage", "leaveConversation"];
                    isRight &= await duties.ListAsync(new() { PageSize = 1 }).CountAsync() == 2;
                    isRight &= (await duties.UpdateAsync(created.Sid, new() { Permission = ["sendMessage"] })).Sid == created.Sid;
                    await duties.DeleteAsync(created.Sid);
                }

                var desks = twilio.Desks;
                var desk = await desks.CreateAsync(new() { FriendlyName = "Desk" });
                isRight &= await desks.FetchAsync(desk.Sid) == desk && await desks.ListAsync(new() { PageSize = 1, Date = "2026-01-01" }).CountAsync() == 2;
                isRight &= (await desks.UpdateAsync(desk.Sid, new() { FriendlyName = "Desk" })).FriendlyName == "Desk";
                await desks.DeleteAsync(desk.Sid, new DeleteDesksOptions { ITwilioReason = "moved" });

                // The same operations stay reachable under the names of the OpenAPI document.
                isRight &= (await twilio.Operations.FetchServiceGuestAsync("{{ServiceSid}}", "alice")).Sid == "{{GuestSid}}";
                return isRight;
            }
        }
        """;

    /// <summary>The service's responses to the program, in order.</summary>
    public static IEnumerable<StubResponse> Responses =>
    [
        .. Scopes<StubResponse>(_ => [new(HttpStatusCode.Created, Guest), StubResponse.Ok(Guest), NotFound, StubResponse.Ok(Guest), .. DocumentResource.TwoPages("guests", Guest), StubResponse.Ok(Guest), StubResponse.NoContent]),
        .. Scopes<StubResponse>(_ => [new(HttpStatusCode.Created, Duty), StubResponse.Ok(Duty), .. DocumentResource.TwoPages("duties", Duty), StubResponse.Ok(Duty), StubResponse.NoContent]),
        new StubResponse(HttpStatusCode.Created, Desk), StubResponse.Ok(Desk), .. DocumentResource.TwoPages("desks", Desk), StubResponse.Ok(Desk), StubResponse.NoContent,
        StubResponse.Ok(Guest),
    ];

    /// <summary>The requests that the program sends.</summary>
    public static IEnumerable<string> Requests =>
    [
        .. Scopes(scope => new[]
        {
            $"POST {scope}/Guests Identity=alice", $"GET {scope}/Guests/alice ", $"GET {scope}/Guests/nobody ", $"GET {scope}/Guests/{GuestSid} ",
            $"GET {scope}/Guests?PageSize=1 ", $"GET {scope}/Guests?PageSize=1&PageToken=2 ", $"POST {scope}/Guests/alice FriendlyName=Alice", $"DELETE {scope}/Guests/alice ",
        }),
        .. Scopes(scope => new[]
        {
            $"POST {scope}/Duties FriendlyName=x&Permission=sendMessage&Permission=leaveConversation", $"GET {scope}/Duties/{DutySid} ",
            $"GET {scope}/Duties?PageSize=1 ", $"GET {scope}/Duties?PageSize=1&PageToken=2 ", $"POST {scope}/Duties/{DutySid} Permission=sendMessage", $"DELETE {scope}/Duties/{DutySid} ",
        }),
        "POST /v1/Desks FriendlyName=Desk", $"GET /v1/Desks/{DeskSid} ", "GET /v1/Desks?PageSize=1&date%3E=2026-01-01 ", "GET /v1/Desks?PageSize=1&PageToken=2&date%3E=2026-01-01 ",
        $"POST /v1/Desks/{DeskSid} FriendlyName=Desk", $"DELETE /v1/Desks/{DeskSid} ",
        $"GET /v1/Services/{ServiceSid}/Guests/alice ",
    ];

    private const string KeyedGuest = """{ name: Sid, in: path, required: true, x-key: identity, x-sid-prefix: GU, description: The guest by SID or identity., schema: { type: string } }""";

    private static StubResponse NotFound => new(HttpStatusCode.NotFound, """{"code":20404,"message":"not found","status":404}""");

    private static IEnumerable<T> Scopes<T>(Func<string, IEnumerable<T>> inScope) => inScope("/v1").Concat(inScope($"/v1/Services/{ServiceSid}"));

    private static string Sid(string prefix) =>
        $$"""{ name: Sid, in: path, required: true, description: Its SID., schema: { type: string, pattern: "^{{prefix}}[0-9a-fA-F]{32}$" } }""";

    private const string DateFilter = """, { name: "date>", in: query, description: Only desks after this date., schema: { type: string } }""";

    private const string ReasonHeader = """{ name: I-Twilio-Reason, in: header, description: Why the desk goes., schema: { type: string } }""";

    private static string Operations(string model, string tag, string scope, string path, string item, string filter = "", string deleteHeader = "")
    {
        var service = scope == "" ? "" : """{ $ref: "#/components/parameters/ChatServiceSid" }, """;
        return $$"""
              {{path}}:
                get:
                  operationId: List{{scope}}{{model}}
                  tags: [{{tag}}]
                  summary: Reads one page.
                  parameters: [{{service}}{ $ref: "#/components/parameters/PageSize" }, { $ref: "#/components/parameters/PageToken" }{{filter}}]
                  responses: { "200": { description: The page., content: { application/json: { schema: { $ref: "#/components/schemas/{{model}}Page" } } } }, default: { $ref: "#/components/responses/Error" } }
                post:
                  operationId: Create{{scope}}{{model}}
                  tags: [{{tag}}]
                  summary: Creates one.
                  parameters: [{{service}}{ $ref: "#/components/parameters/WebhookEnabled" }]
                  requestBody: { content: { application/x-www-form-urlencoded: { schema: { $ref: "#/components/schemas/Create{{model}}Request" } } } }
                  responses: { "201": { description: The new one., content: { application/json: { schema: { $ref: "#/components/schemas/{{model}}" } } } }, default: { $ref: "#/components/responses/Error" } }
              {{path}}/{Sid}:
                parameters: [{{service}}{{item}}]
                get:
                  operationId: Fetch{{scope}}{{model}}
                  tags: [{{tag}}]
                  summary: Reads one.
                  responses: { "200": { description: The one asked for., content: { application/json: { schema: { $ref: "#/components/schemas/{{model}}" } } } }, default: { $ref: "#/components/responses/Error" } }
                post:
                  operationId: Update{{scope}}{{model}}
                  tags: [{{tag}}]
                  summary: Changes the given fields.
                  requestBody: { content: { application/x-www-form-urlencoded: { schema: { $ref: "#/components/schemas/Update{{model}}Request" } } } }
                  responses: { "200": { description: As it is now., content: { application/json: { schema: { $ref: "#/components/schemas/{{model}}" } } } }, default: { $ref: "#/components/responses/Error" } }
                delete:
                  operationId: Delete{{scope}}{{model}}
                  tags: [{{tag}}]
                  summary: >-
                    Deletes
                    one.
                  parameters: [{{deleteHeader}}]
                  responses: { "204": { description: It is deleted. }, default: { $ref: "#/components/responses/Error" } }
            """;
    }
}
