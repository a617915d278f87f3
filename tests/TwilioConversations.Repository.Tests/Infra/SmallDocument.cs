using OpenApi;

namespace TwilioConversations.Tests.Infra;

/// <summary>A document with one resource in both scopes, and changes to it. The mark ¦ in a change is the place where an error is expected.</summary>
internal static class SmallDocument
{
    public const string Yaml = """
        openapi: 3.0.3
        info: { title: Small, version: "1" }
        paths:
          /v1/Rooms/{RoomSid}/Guests:
            get:
              operationId: ListGuest
              tags: [Guests]
              summary: Lists guests.
              parameters:
                - $ref: "#/components/parameters/RoomSid"
                - $ref: "#/components/parameters/Color"
                - $ref: "#/components/parameters/PageSize"
                - { name: PageToken, in: query, description: The page., schema: { type: string } }
              responses:
                "200": { description: A page., content: { application/json: { schema: { $ref: "#/components/schemas/GuestPage" } } } }
            post:
              operationId: CreateGuest
              tags: [Guests]
              summary: Creates a guest.
              parameters:
                - $ref: "#/components/parameters/RoomSid"
                - { name: X-Twilio-Webhook-Enabled, in: header, description: Whether webhooks are called., schema: { type: boolean } }
              requestBody: { content: { application/x-www-form-urlencoded: { schema: { $ref: "#/components/schemas/CreateGuestRequest" } } } }
              responses:
                "201": { description: The guest., content: { application/json: { schema: { $ref: "#/components/schemas/Guest" } } } }
          /v1/Rooms/{RoomSid}/Guests/{Sid}:
            parameters:
              - $ref: "#/components/parameters/RoomSid"
              - { name: Sid, in: path, required: true, description: The guest., x-key: identity, x-sid-prefix: GU, schema: { type: string } }
            get:
              operationId: FetchGuest
              tags: [Guests]
              summary: Fetches a guest.
              responses:
                "200": { description: The guest., content: { application/json: { schema: { $ref: "#/components/schemas/Guest" } } } }
            delete:
              operationId: DeleteGuest
              tags: [Guests]
              summary: Deletes a guest.
              responses:
                "204": { description: The guest is deleted. }
          /v1/Services/{ChatServiceSid}/Rooms/{RoomSid}/Guests:
            post:
              operationId: CreateServiceGuest
              tags: [Guests]
              summary: Creates a guest.
              parameters:
                - { name: ChatServiceSid, in: path, required: true, description: The service., schema: { type: string, pattern: "^IS[0-9a-fA-F]{32}$" } }
                - $ref: "#/components/parameters/RoomSid"
                - { name: X-Twilio-Webhook-Enabled, in: header, description: Whether webhooks are called., schema: { type: boolean } }
              requestBody: { content: { application/x-www-form-urlencoded: { schema: { $ref: "#/components/schemas/CreateGuestRequest" } } } }
              responses:
                "201": { description: The guest., content: { application/json: { schema: { $ref: "#/components/schemas/Guest" } } } }
        components:
          parameters:
            RoomSid: { name: RoomSid, in: path, required: true, description: The room., schema: { type: string, pattern: "^RO[0-9a-fA-F]{32}$" } }
            Color: { name: Color, in: query, description: Only guests of this color., schema: { $ref: "#/components/schemas/Color" } }
            PageSize: { name: PageSize, in: query, description: The size of the page., schema: { type: integer, minimum: 1, maximum: 20 } }
          schemas:
            Color: { type: string, enum: [red, dark-blue], description: A color. }
            Guest:
              type: object
              description: A guest.
              required: [sid, identity, colors]
              properties:
                sid: { type: string, pattern: "^GU[0-9a-fA-F]{32}$", description: The SID. }
                identity: { type: string, x-privacy: personal, description: The name. }
                colors: { type: array, items: { $ref: "#/components/schemas/Color" }, description: The colors. }
                date_created: { type: string, format: date-time, nullable: true, description: The date. }
            GuestPage:
              type: object
              x-items: guests
              description: A page.
              required: [guests, meta]
              properties:
                guests: { type: array, items: { $ref: "#/components/schemas/Guest" }, description: The guests. }
                meta: { $ref: "#/components/schemas/PageMeta" }
            PageMeta:
              type: object
              description: The pages around a page.
              properties:
                key: { type: string, description: The name of the items. }
                next_page_url: { type: string, nullable: true, description: The next page. }
            CreateGuestRequest:
              type: object
              description: A new guest.
              required: [Identity]
              properties:
                Identity: { type: string, maxLength: 256, description: The name. }
                Color: { description: The color., allOf: [{ $ref: "#/components/schemas/Color" }] }
                Tag: { type: array, maxItems: 2, items: { type: string, maxLength: 3 }, description: Tags. }
        """;

    private const char Mark = '¦';

    /// <summary>The document after one change or two.</summary>
    public static Document Read(string from = "", string to = "", string from2 = "", string to2 = "")
    {
        var yaml = Changed(from2, to2, Changed(from, to));
        var (problems, document) = DocumentFile.Check(yaml);
        Assert.That(problems, Is.Empty);
        return document!;
    }

    /// <summary>Checks that a change stops the build at the mark, with this code and these words of advice.</summary>
    public static void Rejects(string from, string to, string code, string advice, string yaml = Yaml)
    {
        var marked = Changed(from, to, yaml);
        var place = PlaceOfMark(marked);
        var (problems, json, _) = DocumentFile.Read(marked.Replace(Mark.ToString(), "", StringComparison.Ordinal));
        Assert.That(problems.Select(problem => $"{problem.At} {problem.Code}"), Does.Contain($"{place} {code}"), string.Join('\n', problems));
        var found = problems.First(problem => problem.At == place && problem.Code == code);
        Assert.That(found.Text, Does.Contain(advice).And.EndWith("."));
        Assert.That(json, Is.Empty);
    }

    private static string Changed(string from, string to, string yaml = Yaml)
    {
        var index = yaml.IndexOf(from, StringComparison.Ordinal);
        Assert.That(index, Is.Not.Negative, $"the document contains {from}");
        return string.Concat(yaml.AsSpan(0, index), to, yaml.AsSpan(index + from.Length));
    }

    private static Position PlaceOfMark(string text)
    {
        var before = text[..text.IndexOf(Mark, StringComparison.Ordinal)];
        return new(before.Count(letter => letter == '\n') + 1, before.Length - before.LastIndexOf('\n'));
    }
}
