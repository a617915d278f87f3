namespace TwilioConversations.Tests.Infra;

/// <summary>A resource that the document does not have, with every kind of field that the templates know, and a program that uses it.</summary>
internal static class AnotherResource
{
    public const string Answer = """
        {
          "sid": "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "state": "brand-new", "old_state": null, "is_open": true, "weight": 9000000000,
          "tags": ["a", "b"], "limits": {"size": 3}, "history": [{"size": 1}, {"size": 2}], "free": {"x": [1]}, "date_closed": null, "url": "https://example.com/"
        }
        """;

    public static string Project(string coreFramework) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <NoWarn>$(NoWarn);CS1591</NoWarn>
          </PropertyGroup>
          <ItemGroup>
            <ProjectReference Include="../src/TwilioConversations/TwilioConversations.csproj" SetTargetFramework="TargetFramework={coreFramework}" />
            <!-- What NuGet would bring along for netstandard2.0; a project reference asks for the wrong framework's. -->
            <PackageReference Include="Microsoft.Bcl.AsyncInterfaces" />
            <PackageReference Include="Microsoft.Bcl.TimeProvider" />
          </ItemGroup>
        </Project>
        """;

    public const string Program = """
        using Newtonsoft.Json;
        using Newtonsoft.Json.Linq;
        using TwilioConversations;

        var credentials = TwilioCredentials.AuthToken("ACaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "secret");
        using var twilio = new ConversationsClient(new() { Credentials = credentials, BaseAddress = new Uri(args[0]) });
        var rooms = twilio.Rooms;
        var room = await rooms.FetchRoomAsync("a/b", RoomOrder.Desc, 5);
        // By way of JSON, as a queue would hold it.
        var update = JsonConvert.SerializeObject(new UpdateRoomRequest { FriendlyName = "x y", IsOpen = true, Weight = 9000000000, State = RoomState.Closed });
        var changed = await rooms.UpdateRoomAsync("a/b", JsonConvert.DeserializeObject<UpdateRoomRequest>(update)!);
        var listed = 0;
        await foreach (var item in rooms.ListAsync(pageSize: 1))
        {
            listed += item.Sid == room.Sid ? 1 : 0;
        }

        var asSent = room is
        {
            Sid: "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", OldState: null, IsOpen: true, Weight: 9000000000, Tags: ["a", "b"], Limits.Size: 3,
            History: [{ Size: 1 }, { Size: 2 }], Free: "{\"x\": [1]}", DateClosed: null, Url: "https://example.com/",
        };
        var again = JsonConvert.SerializeObject(JsonConvert.DeserializeObject<Room>(JsonConvert.SerializeObject(room)));
        var isWrittenAsSent = JToken.DeepEquals(JToken.Parse(again), JToken.Parse(args[1]));
        return asSent && isWrittenAsSent && room.State.ToString() == "brand-new" && room.State != RoomState.Closed && changed.Sid == room.Sid && listed == 2 ? 0 : 1;
        """;

    public static string AddTo(string document) => document
        .Replace("\npaths:\n", $"\npaths:\n{Paths}\n", StringComparison.Ordinal)
        .Replace("\n  responses:\n", "\n  responses:\n    Room: { description: The room., content: { application/json: { schema: { $ref: \"#/components/schemas/Room\" } } } }\n", StringComparison.Ordinal)
        .Replace("\n  schemas:\n", $"\n  schemas:\n{Schemas}\n", StringComparison.Ordinal);

    /// <summary>All that is written by hand for the resource: its pager.</summary>
    public const string Partial = """
        namespace TwilioConversations;

        public sealed partial class RoomsClient
        {
            /// <summary>Lists the rooms.</summary>
            public PagedAsyncEnumerable<Room> ListAsync(int? limit = null, int pageSize = 100, CancellationToken cancellationToken = default) =>
                ListPage.Pager<RoomPage, Room>(ListRoomAsync, limit, pageSize, readAhead: true, cancellationToken);
        }
        """;

    /// <summary>Two pages of it.</summary>
    public static IEnumerable<string> Pages =>
        from token in new[] { "\"https://example.com/?PageToken=2\"", "null" }
        select $$"""{"rooms":[{{Answer}}],"meta":{"page":0,"page_size":1,"first_page_url":"","previous_page_url":null,"url":"","next_page_url":{{token}},"key":"rooms"} }""";

    private const string Paths = """
          /v1/Rooms:
            get:
              operationId: ListRoom
              tags: [Rooms]
              summary: Lists rooms.
              parameters:
                - { $ref: "#/components/parameters/PageSize" }
                - { $ref: "#/components/parameters/PageToken" }
              responses:
                "200": { description: A page., content: { application/json: { schema: { $ref: "#/components/schemas/RoomPage" } } } }
          /v1/Rooms/{Name}:
            get:
              operationId: FetchRoom
              tags: [Rooms]
              summary: Reads a room.
              parameters:
                - { name: Name, in: path, required: true, description: The room., schema: { type: string } }
                - { name: Order, in: query, description: The order., schema: { $ref: "#/components/schemas/RoomOrder" } }
                - { name: Limit, in: query, description: The limit., schema: { type: integer, minimum: 1 } }
              responses:
                "200": { $ref: "#/components/responses/Room" }
            post:
              operationId: UpdateRoom
              tags: [Rooms]
              summary: Changes a room.
              parameters:
                - { name: Name, in: path, required: true, description: The room., schema: { type: string } }
              requestBody:
                required: true
                content:
                  application/x-www-form-urlencoded: { schema: { $ref: "#/components/schemas/UpdateRoomRequest" } }
              responses:
                "200": { $ref: "#/components/responses/Room" }
        """;

    private const string Schemas = """
            RoomPage:
              type: object
              x-items: rooms
              description: A page.
              required: [rooms, meta]
              properties:
                rooms: { type: array, items: { $ref: "#/components/schemas/Room" }, description: Rooms. }
                meta: { $ref: "#/components/schemas/PageMeta" }
            RoomOrder: { type: string, enum: [asc, desc], description: An order. }
            RoomState: { type: string, enum: [open, closed], description: A state. }
            RoomLimits: { type: object, description: Limits., required: [size], properties: { size: { type: integer, description: A size. } } }
            UpdateRoomRequest:
              type: object
              description: A change.
              properties:
                FriendlyName: { type: string, description: A name. }
                IsOpen: { type: boolean, description: Whether it is open. }
                Weight: { type: integer, format: int64, description: A weight. }
                State: { $ref: "#/components/schemas/RoomState" }
            Room:
              type: object
              description: A room.
              required: [sid, state, old_state, is_open, weight, tags, limits, history, free, date_closed, url]
              properties:
                sid: { type: string, pattern: "^CH[0-9a-fA-F]{32}$", description: A SID. }
                state: { $ref: "#/components/schemas/RoomState" }
                old_state: { nullable: true, description: A state., allOf: [{ $ref: "#/components/schemas/RoomState" }] }
                is_open: { type: boolean, description: Whether it is open. }
                weight: { type: integer, format: int64, description: A weight. }
                tags: { type: array, items: { type: string }, description: Tags. }
                limits: { $ref: "#/components/schemas/RoomLimits" }
                history: { type: array, items: { $ref: "#/components/schemas/RoomLimits" }, description: Earlier limits. }
                free: { description: Anything. }
                date_closed: { type: string, format: date-time, nullable: true, description: A date. }
                url: { type: string, format: uri, description: An address. }
        """;
}
