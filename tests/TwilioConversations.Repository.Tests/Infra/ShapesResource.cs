namespace TwilioConversations.Tests.Infra;

/// <summary>A made-up resource whose fields have every type that an OpenAPI document can give them, and names that C# would not.</summary>
internal static class ShapesResource
{
    // More fields than one number has bits, of which the first and the last are required.
    private const int ManyFields = 130;

    public const string Json = """
        {
          "shape": "own", "read": "r", "names": "n", "converter": "c", "additional_fields": "a", "to_string": "t", "equals": "e", "get_hash_code": "h", "get_type": "g",
          "class": "k", "clone": "l", "1st Name: #x": "f", "is \"it\" \\ so?": true,
          "kind": "to_string", "kinds": ["round", "brand-new"], "tags": ["a", "b"], "numbers": [1, -2], "weights": [9000000000], "shares": [0.5, 1.25e-3, 7], "flags": [true, false],
          "dates": ["2026-11-23T08:00:00Z"], "parts": [{"name": "x", "size": 3, "kinds": ["square"]}, {"name": "y"}], "anything": [{"b": [1.10]}, null, "s", 2],
          "part": {"name": "z"}, "inner": {"depth": 2}, "links": {"self": "https://example.com/", "next": "https://example.com/2"}, "labels": {"k": "v"}, "uris": {},
          "free": {"x": [1.10, {"y": null}]}, "open": null, "object": {"any": 1}, "share": 0.25, "whole": 5, "weight": 9000000000, "no_tags": null, "no_links": null, "no_share": null
        }
        """;

    public static string ManyJson => $"{{{string.Join(", ", Enumerable.Range(1, ManyFields).Reverse().Select(i => $"\"field_{i}\": {i}"))}}}";

    public static DocumentResource Resource { get; } = new(Paths, Schemas, "ShapesProgram", ShapesProgram.Code);

    /// <summary>What the service answers to the program, request by request.</summary>
    public static IEnumerable<Answer> Answers =>
        [Answer.Ok(Json), Answer.Ok(Json), new(System.Net.HttpStatusCode.Accepted, Json), Answer.Ok(Json), Answer.Ok(Json), Answer.Ok(ManyJson), Answer.Ok("""{"field_1": 1}""")];

    /// <summary>What the program sends.</summary>
    public static IEnumerable<string> Requests =>
    [
        "GET /v1/Shapes?Kind=round&Kind=square&Identity=a%26b&Identity=c&IsOpen=true&After=2026-11-23T08%3A00%3A00Z&Weight=9000000000 ",
        "GET /v1/Shapes ",
        "POST /v1/Shapes FriendlyName=x+y&Tag=a%26b&Tag=c&Kind=round&Kind=square&Number=1&Number=-2&Weights=9000000000&RoleSid=RLaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
            + "&Participant=%7B%22name%22%3A%22x%22%2C%22size%22%3A3%2C%22kinds%22%3A%5B%22square%22%5D%7D&Participant=%7B%22name%22%3A%22y%22%7D&Json=%7B%7D"
            + "&IsOpen=false&Share=0.1&Weight=9000000000&Begins=2026-11-23T08%3A00%3A00Z&Day=2026-11-23&Free=%7B%22a%22%3A1%7D&Part=%7B%22name%22%3A%22z%22%7D"
            + "&Labels=%7B%22k%22%3A%22v%22%7D&1st+Name%3A+%23x=f&read=r",
        "POST /v1/Shapes/1 Text=x&Count=0&Weight=9000000000&IsOpen=true&Begins=2026-11-23T08%3A00%3A00Z&Share=1E%2B300&Kind=round",
        "POST /v1/Shapes/1 Text=null&Count=null&Weight=null&IsOpen=null&Begins=null&Share=null&Kind=null",
        "GET /v1/Shapes/many ",
        "GET /v1/Shapes/many ",
    ];

    private const string Paths = """
          /v1/Shapes:
            get:
              operationId: ListShape
              tags: [Shapes]
              summary: Reads a shape.
              parameters:
                - { name: Kind, in: query, description: Kinds., schema: { type: array, items: { $ref: "#/components/schemas/ShapeKind" } } }
                - { name: Identity, in: query, description: Identities., schema: { type: array, maxItems: 2, items: { type: string, maxLength: 3 } } }
                - { name: IsOpen, in: query, description: Whether it is open., schema: { type: boolean } }
                - { name: After, in: query, description: A date., schema: { type: string, format: date-time } }
                - { name: Weight, in: query, description: A weight., schema: { type: integer, format: int64, minimum: 1, maximum: 9000000000 } }
              responses:
                "200": { description: The shape., content: { application/json: { schema: { $ref: "#/components/schemas/Shape" } } } }
            post:
              operationId: CreateShape
              tags: [Shapes]
              summary: Creates a shape.
              requestBody:
                required: true
                content:
                  application/x-www-form-urlencoded: { schema: { $ref: "#/components/schemas/CreateShapeRequest" } }
              responses:
                "201": { description: The shape., content: { application/json: { schema: { $ref: "#/components/schemas/Shape" } } } }
                "202": { description: The shape that is being made., content: { application/json: { schema: { $ref: "#/components/schemas/Shape" } } } }
          /v1/Shapes/many:
            get:
              operationId: FetchManyShape
              tags: [Shapes]
              summary: Reads a model with many fields.
              responses:
                "200": { description: The model., content: { application/json: { schema: { $ref: "#/components/schemas/ManyFields" } } } }
          /v1/Shapes/{Sid}:
            post:
              operationId: UpdateShape
              tags: [Shapes]
              summary: Changes a shape.
              parameters:
                - { name: Sid, in: path, required: true, description: The shape., schema: { type: string } }
              requestBody:
                required: true
                content:
                  application/x-www-form-urlencoded: { schema: { $ref: "#/components/schemas/UpdateShapeRequest" } }
              responses:
                "200": { description: The shape., content: { application/json: { schema: { $ref: "#/components/schemas/Shape" } } } }
        """;

    private static string Schemas => $$"""
            ShapeKind: { type: string, enum: [round, square, to_string], description: A kind. }
            ShapePart:
              type: object
              description: A part.
              required: [name]
              properties:
                name: { type: string, description: A name. }
                size: { type: integer, nullable: true, description: A size. }
                kinds: { type: array, items: { $ref: "#/components/schemas/ShapeKind" }, description: Kinds. }
            ManyFields:
              type: object
              description: Many fields.
              required: [field_1, field_{{ManyFields}}]
              properties:
        {{string.Join('\n', Enumerable.Range(1, ManyFields).Select(i => $"        field_{i}: {{ type: integer, description: A field. }}"))}}
            CreateShapeRequest:
              type: object
              description: A new shape.
              required: [FriendlyName, Tag]
              properties:
                FriendlyName: { type: string, maxLength: 10, description: A name. }
                Tag: { type: array, maxItems: 2, x-item-max-length: 3, items: { type: string, maxLength: 3 }, description: Tags. }
                Kind: { type: array, items: { $ref: "#/components/schemas/ShapeKind" }, description: Kinds. }
                Number: { type: array, minItems: 2, items: { type: integer }, description: Numbers. }
                Weights: { type: array, items: { type: integer, format: int64 }, description: Weights. }
                RoleSid: { type: array, x-item-pattern: "^RL[0-9a-fA-F]{32}$", items: { type: string, pattern: "^RL[0-9a-fA-F]{32}$" }, description: Roles. }
                Participant: { type: array, items: { $ref: "#/components/schemas/ShapePart" }, description: Parts as JSON text. }
                Json: { type: array, x-json-maximum-bytes: 10, items: { type: string }, description: JSON texts. }
                IsOpen: { type: boolean, description: Whether it is open. }
                Share: { type: number, description: A share. }
                Weight: { type: integer, format: int64, description: A weight. }
                Begins: { type: string, format: date-time, description: A date. }
                Day: { type: string, format: date, description: A day. }
                Free: { description: Anything. }
                Part: { description: A part., allOf: [{ $ref: "#/components/schemas/ShapePart" }] }
                Labels: { type: object, additionalProperties: { type: string }, description: Labels. }
                "1st Name: #x": { type: string, description: A name. }
                read: { type: string, description: A name. }
            UpdateShapeRequest:
              type: object
              description: A change.
              properties:
                Text: { type: string, nullable: true, x-removable: true, description: Text. }
                Count: { type: integer, nullable: true, x-removable: true, description: A count. }
                Weight: { type: integer, format: int64, nullable: true, x-removable: true, description: A weight. }
                IsOpen: { type: boolean, nullable: true, x-removable: true, description: Whether it is open. }
                Begins: { type: string, format: date-time, nullable: true, x-removable: true, description: A date. }
                Share: { type: number, nullable: true, x-removable: true, description: A share. }
                Kind: { nullable: true, x-removable: true, description: A kind., allOf: [{ $ref: "#/components/schemas/ShapeKind" }] }
            Shape:
              type: object
              description: A shape.
              required: [shape, read, names, kind, kinds, tags, parts, anything, links, free, open, share, weight, no_tags, no_links, no_share]
              properties:
                shape: { type: string, description: A name. }
                read: { type: string, description: A name. }
                names: { type: string, description: A name. }
                converter: { type: string, description: A name. }
                additional_fields: { type: string, description: A name. }
                to_string: { type: string, description: A name. }
                equals: { type: string, description: A name. }
                get_hash_code: { type: string, description: A name. }
                get_type: { type: string, description: A name. }
                class: { type: string, description: A name. }
                clone: { type: string, description: A name. }
                "1st Name: #x": { type: string, description: A name. }
                'is "it" \ so?': { type: boolean, description: Whether it is so. }
                kind: { $ref: "#/components/schemas/ShapeKind" }
                kinds: { type: array, items: { $ref: "#/components/schemas/ShapeKind" }, description: Kinds. }
                tags: { type: array, items: { type: string }, description: Tags. }
                numbers: { type: array, items: { type: integer }, description: Numbers. }
                weights: { type: array, items: { type: integer, format: int64 }, description: Weights. }
                shares: { type: array, items: { type: number }, description: Shares. }
                flags: { type: array, items: { type: boolean }, description: Flags. }
                dates: { type: array, items: { type: string, format: date-time }, description: Dates. }
                parts: { type: array, items: { $ref: "#/components/schemas/ShapePart" }, description: Parts. }
                anything: { type: array, items: {}, description: Anything. }
                part: { $ref: "#/components/schemas/ShapePart" }
                inner: { type: object, description: An inner object., properties: { depth: { type: integer, description: A depth. } } }
                links: { type: object, format: uri-map, description: Links. }
                labels: { type: object, additionalProperties: { type: string }, description: Labels. }
                uris: { type: object, additionalProperties: { type: string, format: uri }, description: Addresses. }
                free: { description: Anything. }
                open: { nullable: true, description: Anything. }
                object: { type: object, description: An object. }
                share: { type: number, description: A share. }
                whole: { type: number, description: A share. }
                weight: { type: integer, format: int64, description: A weight. }
                no_tags: { type: array, nullable: true, items: { type: string }, description: Tags. }
                no_links: { type: object, nullable: true, additionalProperties: { type: string }, description: Links. }
                no_share: { type: number, nullable: true, description: A share. }
        """;
}
