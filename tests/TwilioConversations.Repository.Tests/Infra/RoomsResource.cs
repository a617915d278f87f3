namespace TwilioConversations.Tests.Infra;

/// <summary>A made-up resource with every kind of field that the templates know, under names that nothing hand-written does.</summary>
internal static class RoomsResource
{
    public const string Json = """
        {
          "sid": "CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "state": "brand-new", "old_state": null, "is_open": true, "weight": 9000000000,
          "tags": ["a", "b"], "limits": {"size": 3}, "history": [{"size": 1}, {"size": 2}], "free": {"x": [1]}, "date_closed": null, "url": "https://example.com/"
        }
        """;

    public static DocumentResource Resource { get; } = new(Paths, Schemas, "RoomsClient", Partial, "RoomsProgram", Program);

    /// <summary>What the service answers to the program, request by request.</summary>
    public static IEnumerable<Answer> Answers => [Answer.Ok(Json), Answer.Ok(Json), .. DocumentResource.TwoPages("rooms", Json)];

    /// <summary>What the program sends.</summary>
    public static IEnumerable<string> Requests =>
    [
        "GET /v1/Rooms/a%2Fb?Order=desc&Limit=5 ",
        "POST /v1/Rooms/a%2Fb FriendlyName=x+y&IsOpen=true&Weight=9000000000&State=closed",
        "GET /v1/Rooms?PageSize=1 ",
        "GET /v1/Rooms?PageSize=1&PageToken=2 ",
    ];

    private const string Program = """
        using Newtonsoft.Json;
        using Newtonsoft.Json.Linq;
        using TwilioConversations;

        internal static class RoomsProgram
        {
            public static async Task<bool> RunAsync(ConversationsClient twilio, string answer)
            {
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
                    History: [{ Size: 1 }, { Size: 2 }], Free.Value: "{\"x\": [1]}", DateClosed: null, Url: "https://example.com/",
                };
                var again = JsonConvert.SerializeObject(JsonConvert.DeserializeObject<Room>(JsonConvert.SerializeObject(room)));
                var isWrittenAsSent = JToken.DeepEquals(JToken.Parse(again), JToken.Parse(answer));
                return asSent && isWrittenAsSent && room.State.ToString() == "brand-new" && room.State != RoomState.Closed && changed.Sid == room.Sid && listed == 2;
            }
        }
        """;

    private const string Partial = """
        namespace TwilioConversations;

        public sealed partial class RoomsClient
        {
            /// <summary>Lists the rooms.</summary>
            public PagedAsyncEnumerable<Room> ListAsync(int? limit = null, int pageSize = 100, CancellationToken cancellationToken = default) =>
                Pager.Of<RoomPage, Room>(ListRoomAsync, limit, pageSize, readAhead: true, cancellationToken);
        }
        """;

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
                "200": { description: The room., content: { application/json: { schema: { $ref: "#/components/schemas/Room" } } } }
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
                "200": { description: The room., content: { application/json: { schema: { $ref: "#/components/schemas/Room" } } } }
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
