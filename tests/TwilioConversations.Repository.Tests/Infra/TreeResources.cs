using System.Net;

namespace TwilioConversations.Tests.Infra;

/// <summary>
/// Three resources of different shapes, added to a copy of the OpenAPI document and to nothing else: users (named by SID or identity, in both
/// scopes), roles (arrays in forms, in both scopes), and services (in the default scope only). And a program that uses their whole lives.
/// </summary>
internal static class TreeResources
{
    private const string UserSid = "USaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string RoleSid = "RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";
    private const string ServiceSid = "ISaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

    private const string User = $$"""{"sid":"{{UserSid}}","identity":"alice","friendly_name":"Alice"}""";
    private const string Role = $$"""{"sid":"{{RoleSid}}","permissions":["sendMessage","leaveConversation"]}""";
    private const string Service = $$"""{"sid":"{{ServiceSid}}","friendly_name":"Desk"}""";

    public static DocumentResource Resource { get; } = new(Paths, Schemas, "TreeProgram", Program);

    private static string Paths =>
        string.Join(
            "\n",
            Operations("User", "Users", "", "/v1/Users", KeyedUser),
            Operations("User", "Users", "Service", "/v1/Services/{ChatServiceSid}/Users", KeyedUser),
            Operations("Role", "Roles", "", "/v1/Roles", Sid("RL")),
            Operations("Role", "Roles", "Service", "/v1/Services/{ChatServiceSid}/Roles", Sid("RL")),
            Operations("Service", "Services", "", "/v1/Services", Sid("IS")));

    private const string Schemas = """
            User:
              type: object
              description: A user.
              required: [sid, identity]
              properties:
                sid: { type: string, pattern: "^US[0-9a-fA-F]{32}$", description: The user's own SID. }
                identity: { type: string, x-privacy: personal, description: The name that the application gave the user. }
                friendly_name: { type: string, nullable: true, x-privacy: personal, description: A name for people. }
            UserPage: { type: object, x-items: users, description: One page of users., required: [users, meta], properties: { users: { type: array, items: { $ref: "#/components/schemas/User" }, description: The users. }, meta: { $ref: "#/components/schemas/PageMeta" } } }
            CreateUserRequest: { type: object, description: A new user., required: [Identity], properties: { Identity: { type: string, description: The name that the application gives the user. } } }
            UpdateUserRequest: { type: object, description: What changes in a user., properties: { FriendlyName: { type: string, description: A name for people. } } }
            Role:
              type: object
              description: A role.
              required: [sid, permissions]
              properties:
                sid: { type: string, pattern: "^RL[0-9a-fA-F]{32}$", description: The role's own SID. }
                permissions: { type: array, items: { type: string }, description: What the role allows. }
            RolePage: { type: object, x-items: roles, description: One page of roles., required: [roles, meta], properties: { roles: { type: array, items: { $ref: "#/components/schemas/Role" }, description: The roles. }, meta: { $ref: "#/components/schemas/PageMeta" } } }
            CreateRoleRequest: { type: object, description: A new role., properties: { FriendlyName: { type: string, description: A name for people. }, Permission: { type: array, items: { type: string }, description: What the role allows. } } }
            UpdateRoleRequest: { type: object, description: What changes in a role., properties: { Permission: { type: array, items: { type: string }, description: What the role allows. } } }
            Service:
              type: object
              description: A service.
              required: [sid]
              properties:
                sid: { type: string, pattern: "^IS[0-9a-fA-F]{32}$", description: The service's own SID. }
                friendly_name: { type: string, nullable: true, description: A name for people. }
            ServicePage: { type: object, x-items: services, description: One page of services., required: [services, meta], properties: { services: { type: array, items: { $ref: "#/components/schemas/Service" }, description: The services. }, meta: { $ref: "#/components/schemas/PageMeta" } } }
            CreateServiceRequest: { type: object, description: A new service., properties: { FriendlyName: { type: string, description: A name for people. } } }
            UpdateServiceRequest: { type: object, description: What changes in a service., properties: { FriendlyName: { type: string, description: A name for people. } } }
        """;

    /// <summary>The program: each resource created, fetched, looked for, listed, updated and deleted in each of its scopes, with nothing but what was generated.</summary>
    private const string Program = $$"""
        using TwilioConversations;

        internal static class TreeProgram
        {
            public static async Task<bool> RunAsync(ConversationsClient twilio)
            {
                var isRight = true;
                foreach (var users in new[] { twilio.Users, twilio.Service("{{ServiceSid}}").Users })
                {
                    var created = await users.CreateAsync(new() { Identity = "alice" }, new() { WebhookEnabled = true });
                    isRight &= await users.FetchAsync("alice") == created && await users.FindAsync("nobody") is null && await users.ExistsAsync(created);
                    isRight &= await users.ListAsync(new() { PageSize = 1 }).CountAsync() == 2;
                    isRight &= (await users.UpdateAsync("alice", new() { FriendlyName = "Alice" })).FriendlyName == "Alice";
                    await users.DeleteAsync(UserKey.FromIdentity("alice"));
                }

                foreach (var roles in new[] { twilio.Roles, twilio.Service("{{ServiceSid}}").Roles })
                {
                    var created = await roles.CreateAsync(new() { FriendlyName = "x", Permission = ["sendMessage", "leaveConversation"] });
                    isRight &= await roles.FetchAsync(created.Sid) == created && created.Permissions is ["sendMessage", "leaveConversation"];
                    isRight &= await roles.ListAsync(new() { PageSize = 1 }).CountAsync() == 2;
                    isRight &= (await roles.UpdateAsync(created.Sid, new() { Permission = ["sendMessage"] })).Sid == created.Sid;
                    await roles.DeleteAsync(created.Sid);
                }

                var services = twilio.Services;
                var service = await services.CreateAsync(new() { FriendlyName = "Desk" });
                isRight &= await services.FetchAsync(service.Sid) == service && await services.ListAsync(new() { PageSize = 1 }).CountAsync() == 2;
                isRight &= (await services.UpdateAsync(service.Sid, new() { FriendlyName = "Desk" })).FriendlyName == "Desk";
                await services.DeleteAsync(service.Sid);

                // The same operations stay reachable under the names of the OpenAPI document.
                isRight &= (await twilio.Operations.FetchServiceUserAsync("{{ServiceSid}}", "alice")).Sid == "{{UserSid}}";
                return isRight;
            }
        }
        """;

    /// <summary>What the service responds to the program, request by request.</summary>
    public static IEnumerable<Answer> Answers =>
    [
        .. Scopes<Answer>(_ => [new(HttpStatusCode.Created, User), Answer.Ok(User), NotFound, Answer.Ok(User), .. DocumentResource.TwoPages("users", User), Answer.Ok(User), Answer.NoContent]),
        .. Scopes<Answer>(_ => [new(HttpStatusCode.Created, Role), Answer.Ok(Role), .. DocumentResource.TwoPages("roles", Role), Answer.Ok(Role), Answer.NoContent]),
        new Answer(HttpStatusCode.Created, Service), Answer.Ok(Service), .. DocumentResource.TwoPages("services", Service), Answer.Ok(Service), Answer.NoContent,
        Answer.Ok(User),
    ];

    /// <summary>What the program sends.</summary>
    public static IEnumerable<string> Requests =>
    [
        .. Scopes(scope => new[]
        {
            $"POST {scope}/Users Identity=alice", $"GET {scope}/Users/alice ", $"GET {scope}/Users/nobody ", $"GET {scope}/Users/{UserSid} ",
            $"GET {scope}/Users?PageSize=1 ", $"GET {scope}/Users?PageSize=1&PageToken=2 ", $"POST {scope}/Users/alice FriendlyName=Alice", $"DELETE {scope}/Users/alice ",
        }),
        .. Scopes(scope => new[]
        {
            $"POST {scope}/Roles FriendlyName=x&Permission=sendMessage&Permission=leaveConversation", $"GET {scope}/Roles/{RoleSid} ",
            $"GET {scope}/Roles?PageSize=1 ", $"GET {scope}/Roles?PageSize=1&PageToken=2 ", $"POST {scope}/Roles/{RoleSid} Permission=sendMessage", $"DELETE {scope}/Roles/{RoleSid} ",
        }),
        "POST /v1/Services FriendlyName=Desk", $"GET /v1/Services/{ServiceSid} ", "GET /v1/Services?PageSize=1 ", "GET /v1/Services?PageSize=1&PageToken=2 ",
        $"POST /v1/Services/{ServiceSid} FriendlyName=Desk", $"DELETE /v1/Services/{ServiceSid} ",
        $"GET /v1/Services/{ServiceSid}/Users/alice ",
    ];

    private const string KeyedUser = """{ name: Sid, in: path, required: true, x-key: identity, x-sid-prefix: US, description: The user by SID or identity., schema: { type: string } }""";

    private static Answer NotFound => new(HttpStatusCode.NotFound, """{"code":20404,"message":"not found","status":404}""");

    private static IEnumerable<T> Scopes<T>(Func<string, IEnumerable<T>> inScope) => inScope("/v1").Concat(inScope($"/v1/Services/{ServiceSid}"));

    private static string Sid(string prefix) =>
        $$"""{ name: Sid, in: path, required: true, description: Its SID., schema: { type: string, pattern: "^{{prefix}}[0-9a-fA-F]{32}$" } }""";

    private static string Operations(string model, string tag, string scope, string path, string item)
    {
        var service = scope == "" ? "" : """{ $ref: "#/components/parameters/ChatServiceSid" }, """;
        return $$"""
              {{path}}:
                get:
                  operationId: List{{scope}}{{model}}
                  tags: [{{tag}}]
                  summary: Reads one page.
                  parameters: [{{service}}{ $ref: "#/components/parameters/PageSize" }, { $ref: "#/components/parameters/PageToken" }]
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
                  summary: Deletes one.
                  responses: { "204": { description: It is deleted. }, default: { $ref: "#/components/responses/Error" } }
            """;
    }
}
