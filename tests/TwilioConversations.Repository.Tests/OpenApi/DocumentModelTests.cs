using System.Text.Json.Nodes;
using OpenApi;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The model of the document that the templates print.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class DocumentModelTests
{
    [TestCase("date_created", "DateCreated")]
    [TestCase("Messaging.Address", "MessagingAddress")]
    [TestCase("1st Name: #x", "_1stNameX")]
    [TestCase("date>", "Date")]
    [TestCase("filter[x]", "FilterX")]
    [TestCase("class", "Class")]
    [TestCase("ToString", "ToStringValue")]
    [TestCase("dark-blue", "DarkBlue")]
    public void A_wire_name_becomes_a_name_in_CSharp(string wireName, string name) => Assert.That(Words.Identifier(wireName, Reserved.OfModel), Is.EqualTo(name));

    [Test]
    public void The_document_names_a_property_that_its_wire_name_would_not()
    {
        var document = SmallDocument.Read("Tag: { type: array,", "Tag: { type: array, x-name: Tags,", "name: Color, in: query,", "name: Color, in: query, x-name: Colors,");
        Assert.That(document.Schemas.Single(schema => schema.Name == "CreateGuestRequest").Fields[^1].Name, Is.EqualTo("Tags"));
        Assert.That(document.Operations.Single(operation => operation.Id == "ListGuest").Filters.Single().Property, Is.EqualTo("Colors"));
    }

    [Test]
    public void An_owner_whose_resource_has_a_key_is_named_by_the_key()
    {
        var place = DocumentFile.Check(File.ReadAllText(Repository.PathOf("openapi/twilio_conversations_v1.yaml"))).Document!.Places.Single(place => place.Name == "Conversation");
        Assert.That((place.Key!.Type, place.Argument, place.Address), Is.EqualTo(("ConversationKey", "conversationKey", "/Conversations/{conversationKey.Segment(nameof(conversationKey))}")));
    }

    [TestCase("ConversationSid", "conversationSid")]
    [TestCase("Class", "@class")]
    public void A_name_becomes_an_argument(string name, string variable) => Assert.That(Words.Variable(name), Is.EqualTo(variable));

    [Test]
    public void A_name_becomes_words() =>
        Assert.That(new[] { Words.Spaced("AddressConfiguration"), Words.WithArticle("address"), Words.WithArticle("role") }, Is.EqualTo(new[] { "address configuration", "an address", "a role" }));

    [Test]
    public void A_comment_is_escaped_and_its_lines_are_short()
    {
        var comment = Words.Comment($"a < b & \"c\" {string.Join(' ', Enumerable.Repeat("word", 60))}");
        Assert.That(comment, Does.StartWith("a &lt; b &amp; \"c\" word"));
        Assert.That(comment.Split('\n').Select(line => line.Length), Has.All.LessThan(140));
        Assert.That(comment.Split('\n').Skip(1), Is.Not.Empty.And.All.StartsWith("    /// word"));
    }

    [Test]
    public void A_text_becomes_a_literal() => Assert.That(Words.Literal("is \"it\" \\ so?\n"), Is.EqualTo("""is \"it\" \\ so?\n"""));

    [TestCase("type: string", "string", "fields.ReadString()", "\"\"")]
    [TestCase("type: string, default: \"{}\"", "string", "fields.ReadString()", "\"{}\"")]
    [TestCase("type: string, nullable: true", "string?", "fields.ReadStringOrNull()", null)]
    [TestCase("type: string, format: date-time", "DateTimeOffset", "fields.ReadDate()", null)]
    [TestCase("type: string, format: date", "string", "fields.ReadString()", "\"\"")]
    [TestCase("type: string, x-boolean: true", "bool", "fields.ReadBoolean()", null)]
    [TestCase("type: integer", "int", "fields.ReadInt32()", null)]
    [TestCase("type: integer, format: int64", "long", "fields.ReadInt64()", null)]
    [TestCase("type: number", "double", "fields.ReadDouble()", null)]
    [TestCase("type: boolean", "bool", "fields.ReadBoolean()", null)]
    [TestCase("type: object, format: uri-map", "IReadOnlyDictionary<string, string>", "fields.ReadMap()", "ValueMap.None")]
    [TestCase("type: object, additionalProperties: { type: string }", "IReadOnlyDictionary<string, string>", "fields.ReadMap()", "ValueMap.None")]
    [TestCase("type: object", "RawJson", "fields.ReadRaw()", null)]
    [TestCase("nullable: true", "RawJson?", "fields.ReadRawOrNull()", null)]
    [TestCase("type: array, items: {}", "IReadOnlyList<RawJson>", "fields.ReadList<RawJson>()", "ValueList<RawJson>.None")]
    [TestCase("allOf: [{ $ref: \"#/components/schemas/Color\" }]", "Color", "new Color(fields.ReadString() ?? \"\")", null)]
    [TestCase("nullable: true, allOf: [{ $ref: \"#/components/schemas/Color\" }]", "Color?", "fields.ReadStringOrNull() is { } text3 ? new Color(text3) : null", null)]
    [TestCase("allOf: [{ $ref: \"#/components/schemas/PageMeta\" }]", "PageMeta", "fields.ReadObject(PageMeta.ReadFrom)", "new()")]
    [TestCase("type: array, items: { type: integer }", "IReadOnlyList<int>", "fields.ReadList<int>()", "ValueList<int>.None")]
    [TestCase("type: array, items: { $ref: \"#/components/schemas/Color\" }", "IReadOnlyList<Color>", "fields.ReadList<Color>()", "ValueList<Color>.None")]
    [TestCase("type: array, items: { $ref: \"#/components/schemas/PageMeta\" }", "IReadOnlyList<PageMeta>", "fields.ReadList(PageMeta.ReadFrom)", "ValueList<PageMeta>.None")]
    public void A_field_of_a_response_has_a_type_a_reader_and_a_first_value(string schema, string type, string reader, string? initial)
    {
        var document = SmallDocument.Read("required: [sid, identity, colors]", "required: [sid, identity, colors, more]", "date_created:", $"more: {{ {schema}, description: More. }}\n        date_created:");
        var field = (JsonObject)Extension(document, "components/schemas/Guest")["fields"]![3]!;
        Assert.That(new[] { field["typeName"]!.ToString(), field["reader"]!.ToString(), field["initial"]?.ToString() }, Is.EqualTo(new[] { type, reader, initial }));
    }

    [TestCase("Name: { type: string, pattern: \"^CH[0-9a-fA-F]{32}$\", description: Text. }", "Add", ", sidPrefix: \"CH\"")]
    [TestCase("Name: { type: string, maxLength: 3, description: Text. }", "Add", ", maximumLength: 3")]
    [TestCase("Name: { type: string, x-json-maximum-bytes: 9, description: Text. }", "Add", ", maximumJsonBytes: 9")]
    [TestCase("Name: { type: array, minItems: 1, maxItems: 2, items: { type: string, maxLength: 4 }, description: Text. }", "AddEach", ", minimumItems: 1, maximumItems: 2, maximumLength: 4")]
    public void A_field_of_a_form_has_the_rules_that_are_checked(string schema, string adder, string rules)
    {
        var document = SmallDocument.Read("Identity: { type: string, maxLength: 256, description: The name. }", $"Identity: {{ type: string, maxLength: 256, description: The name. }}\n        {schema}");
        var fields = (JsonArray)Extension(document, "components/schemas/CreateGuestRequest")["fields"]!;
        Assert.That(new[] { fields[1]!["adder"]!.ToString(), fields[1]!["rules"]!.ToString() }, Is.EqualTo(new[] { adder, rules }));
        Assert.That(fields[0]!["rules"]!.ToString(), Is.EqualTo(", isRequired: true, maximumLength: 256"));
    }

    [TestCase("sid", "*")]
    [TestCase("identity", "!")]
    [TestCase("date_created", "-")]
    public void A_field_of_a_response_has_a_mark_for_the_reader(string name, string mark) =>
        Assert.That(FieldOf("Guest", name)["mark"]!.ToString(), Is.EqualTo(mark));

    [Test]
    public void A_page_and_what_it_alone_uses_become_no_type()
    {
        var document = SmallDocument.Read();
        Assert.That(document.Schemas.Where(document.IsEnvelope).Select(schema => schema.Name), Is.EqualTo(new[] { "GuestPage", "PageMeta" }));
        var list = Extension(document, "paths//v1/Rooms/{RoomSid}/Guests/get");
        Assert.That((list["task"]!.ToString(), list["reader"]!.ToString()), Is.EqualTo(("Task<ListPage<Guest>>", "GuestsApi.ReadPage")));
        var used = SmallDocument.Read("date_created:", "meta: { description: More., allOf: [{ $ref: \"#/components/schemas/PageMeta\" }] }\n        date_created:");
        Assert.That(used.Schemas.Where(used.IsEnvelope).Select(schema => schema.Name), Is.EqualTo(new[] { "GuestPage" }));
    }

    [Test]
    public void A_reference_is_null_inside_until_there_is_a_value_and_never_outside() =>
        Assert.That(new[] { FieldOf("Guest", "identity")["storage"]!.ToString(), FieldOf("Guest", "identity")["sure"]!.ToString() }, Is.EqualTo(new[] { "string?", "!" }));

    [Test]
    public void The_emulator_contains_the_document_as_JSON_and_no_YAML_reader()
    {
        var assembly = typeof(TwilioConversations.Testing.ConversationsEmulator).Assembly;
        Assert.That(assembly.GetReferencedAssemblies().Select(name => name.Name), Has.None.EqualTo("YamlDotNet").And.None.EqualTo("OpenApi"));
        using var stream = assembly.GetManifestResourceStream("openapi.json")!;
        var expected = DocumentFile.Read(File.ReadAllText(Repository.PathOf(Repository.Document))).PlainJson;
        Assert.That(JsonNode.DeepEquals(JsonNode.Parse(stream), JsonNode.Parse(expected)), Is.True);
    }

    [Test]
    public void Operations_that_differ_only_by_the_service_are_one_method_with_both_names()
    {
        var document = SmallDocument.Read();
        var create = Extension(document, "paths//v1/Rooms/{RoomSid}/Guests/post");
        var twin = Extension(document, "paths//v1/Services/{ChatServiceSid}/Rooms/{RoomSid}/Guests/post");
        Assert.Multiple(() =>
        {
            Assert.That(create["operations"]!.ToString(), Is.EqualTo("operations CreateGuest and CreateServiceGuest"));
            Assert.That(create["request"]!["nameInService"]!.ToString(), Is.EqualTo("CreateServiceGuest"));
            Assert.That((bool)create["isBound"]!, Is.True);
            Assert.That((bool)twin["isBound"]!, Is.False);
            Assert.That(twin["raw"]!["place"]!.ToString(), Is.EqualTo("_path.ChatService(chatServiceSid).Append($\"/Rooms/{roomSid:RO}\", roomSid)"));
            Assert.That(twin["raw"]!["parameters"]!.ToString().Replace(",\n        ", ", ", StringComparison.Ordinal), Is.EqualTo("string chatServiceSid, string roomSid, CreateGuestRequest request, RequestOptions? options = null, CancellationToken cancellationToken = default"));
        });
    }

    [Test]
    public void A_resource_is_reached_through_its_owner_in_each_scope()
    {
        var document = SmallDocument.Read();
        var room = document.Places.Single();
        Assert.Multiple(() =>
        {
            Assert.That(room.Client, Is.EqualTo("RoomScope"));
            Assert.That(room.Address, Is.EqualTo("/Rooms/{roomSid:RO}"));
            Assert.That(room.Ways.Select(way => way.Client), Is.EqualTo(new[] { "ConversationsClient", "ChatServiceScope" }));
            Assert.That(document.Resources.Single().Places, Is.EqualTo(new[] { ("RoomScope", "Guests") }));
        });
    }

    [Test]
    public void A_key_takes_its_name_and_prefix_from_the_parameter()
    {
        var fetch = Extension(SmallDocument.Read(), "paths//v1/Rooms/{RoomSid}/Guests/{Sid}/get");
        var key = SmallDocument.Read().Resources.Single().Key!;
        Assert.That((key.Type, key.Prefix, key.Text, key.Name), Is.EqualTo(("GuestKey", "GU", "identity", "Identity")));
        Assert.That(fetch["arguments"]!.ToString(), Is.EqualTo("_path, key.Segment(nameof(key)), options"));
    }

    [Test]
    public void A_list_knows_its_items_its_page_and_its_filters()
    {
        var list = Extension(SmallDocument.Read(), "paths//v1/Rooms/{RoomSid}/Guests/get");
        Assert.Multiple(() =>
        {
            Assert.That(list["page"]!["item"]!.ToString(), Is.EqualTo("Guest"));
            Assert.That((int)list["page"]!["maximum"]!, Is.EqualTo(20));
            Assert.That(list["options"]!.ToString(), Is.EqualTo("ListGuestsOptions"));
            Assert.That(list["ownOptions"]!["fields"]![0]!["typeName"]!.ToString(), Is.EqualTo("Color"));
            Assert.That(list["request"]!["query"]![1]!["rules"]!.ToString(), Is.EqualTo(", minimum: 1, maximum: 20"));
        });
    }

    [Test]
    public void A_list_without_page_tokens_is_one_page_with_its_size_as_an_option()
    {
        var document = SmallDocument.Read("      operationId: ListGuest\n", "      operationId: ListGuest\n      x-method: ListPage\n", "        - { name: PageToken, in: query, description: The page., schema: { type: string } }\n");
        var list = Extension(document, "paths//v1/Rooms/{RoomSid}/Guests/get");
        Assert.Multiple(() =>
        {
            Assert.That(list["ownOptions"]!["fields"]!.AsArray().Select(field => field!["name"]!.ToString()), Is.EqualTo(new[] { "Color", "PageSize" }));
            Assert.That(list["request"]!["query"]![1]!["value"]!.ToString(), Is.EqualTo("options?.PageSize"));
            Assert.That(list["arguments"]!.ToString(), Is.EqualTo("_path, options"));
            Assert.That((list["task"]!.ToString(), list["reader"]!.ToString()), Is.EqualTo(("Task<ListPage<Guest>>", "Pager.Reader(\"guests\", Guest.ReadFrom)")));
        });
    }

    [Test]
    public void A_header_that_no_other_call_has_becomes_an_option_of_its_own()
    {
        var document = SmallDocument.Read("      summary: Deletes a guest.\n", "      summary: Deletes a guest.\n      parameters: [{ name: I-Twilio-Reason, in: header, description: Why., schema: { type: string } }]\n");
        var delete = Extension(document, "paths//v1/Rooms/{RoomSid}/Guests/{Sid}/delete");
        Assert.That(delete["options"]!.ToString(), Is.EqualTo("DeleteGuestsOptions"));
        Assert.That(delete["request"]!["headers"]![0]!.ToJsonString(), Is.EqualTo("""{"name":"I-Twilio-Reason","property":"ITwilioReason"}"""));
    }

    [Test]
    public void A_query_name_is_escaped_on_the_wire()
    {
        var document = SmallDocument.Read("name: Color, in: query", "name: \"Color>\", in: query");
        var parameter = Extension(document, "paths//v1/Rooms/{RoomSid}/Guests/get")["request"]!["query"]![0]!;
        Assert.That((parameter["name"]!.ToString(), parameter["value"]!.ToString()), Is.EqualTo(("Color%3E", "WireText.Of(options?.Color)")));
    }

    [Test]
    public void A_schema_is_in_the_file_of_the_only_resource_that_uses_it_or_in_its_own()
    {
        var document = SmallDocument.Read();
        Assert.That(document.Schemas.Select(schema => schema.File).Distinct(), Is.EqualTo(new[] { "Guests" }));
        var repository = DocumentFile.Check(File.ReadAllText(Repository.PathOf(Repository.Document))).Document!;
        Assert.That(repository.Schemas.Single(schema => schema.Name == "ConversationState").File, Is.EqualTo("ConversationState"));
    }

    [Test]
    public void Generated_text_is_divided_by_file_and_files_of_before_are_deleted()
    {
        var folder = Directory.CreateTempSubdirectory("files-").FullName;
        File.WriteAllText(Path.Combine(folder, "Old.g.cs"), "");
        GeneratedFiles.Write("head\n\n//# B\nb1\n//# A\na\n//# B\nb2\n\n", folder);
        var written = Directory.GetFiles(folder).Order().ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
        Directory.Delete(folder, recursive: true);
        Assert.That(written.Keys, Is.EqualTo(new[] { "A.g.cs", "B.g.cs" }));
        Assert.That(written["A.g.cs"], Does.StartWith("// <auto-generated>\n").And.EndsWith("\n#nullable enable\nhead\n\na\n"));
        Assert.That(written["B.g.cs"], Does.EndWith("\nhead\n\nb1\n\nb2\n"));
    }

    [Test]
    public void The_data_for_the_templates_uses_no_name_reserved_by_NSwag_or_Liquid()
    {
        var root = JsonNode.Parse(DocumentFile.Read(File.ReadAllText(Repository.PathOf(Repository.Document))).Json)!;
        var names = Extensions(root).SelectMany(Names).ToHashSet();
        Assert.That(names, Is.Not.Empty.And.Not.SupersetOf(new[] { "type" }).And.Not.SupersetOf(new[] { "properties" }).And.Not.SupersetOf(new[] { "size" }));
    }

    private static JsonNode FieldOf(string schema, string name) =>
        ((JsonArray)Extension(SmallDocument.Read(), $"components/schemas/{schema}")["fields"]!).Single(field => field!["wire"]!.ToString() == name)!;

    private static JsonNode Extension(Document document, string path)
    {
        var root = JsonNode.Parse(DocumentWriter.Write(document))!;
        return (path.StartsWith("paths/", StringComparison.Ordinal) ? root["paths"]![path[6..path.LastIndexOf('/')]]![path[(path.LastIndexOf('/') + 1)..]]! : path.Split('/').Aggregate(root, (at, name) => at[name]!))["x-client"]!;
    }

    private static IEnumerable<JsonNode> Extensions(JsonNode node) => Children(node).SelectMany(child => child.Name == "x-client" ? [child.Value] : Extensions(child.Value));

    private static IEnumerable<string> Names(JsonNode node) => Children(node).SelectMany(child => Names(child.Value).Append(child.Name));

    private static IEnumerable<(string Name, JsonNode Value)> Children(JsonNode? node) => node switch
    {
        JsonObject map => map.Where(entry => entry.Value is not null).Select(entry => (entry.Key, entry.Value!)),
        JsonArray list => list.OfType<JsonNode>().Select(item => ("", item)),
        _ => [],
    };
}
