using OpenApi;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>A document that the templates cannot print correctly stops the build, with the place in the document.</summary>
[Parallelizable(ParallelScope.All)]
public sealed class DocumentRuleTests
{
    private const string Create = "      operationId: CreateGuest\n";
    private const string Fetch = "      operationId: FetchGuest\n";
    private const string List = "      operationId: ListGuest\n";
    private const string Form = "{ application/x-www-form-urlencoded: { schema: { $ref: \"#/components/schemas/CreateGuestRequest\" } } }";
    private const string Identity = "identity: { type: string, x-privacy: personal, description: The name. }";
    private const string FormIdentity = "Identity: { type: string, maxLength: 256, description: The name. }";
    private const string Color = "{ name: Color, in: query, description: Only guests of this color., schema: { $ref: \"#/components/schemas/Color\" } }";
    private const string Guest = "{ description: The guest., content: { application/json: { schema: { $ref: \"#/components/schemas/Guest\" } } } }";

    [Test]
    public void A_document_within_the_rules_has_no_problem() => Assert.That(DocumentFile.Read(SmallDocument.Yaml).Problems, Is.Empty);

    [Test]
    public void The_document_of_the_repository_has_no_problem() =>
        Assert.That(DocumentFile.Read(File.ReadAllText(Repository.PathOf(Repository.Document))).Problems, Is.Empty);

    [TestCase("", "CONV001", "(1,1)", "empty", TestName = "Empty_text_is_an_error_at_its_start")]
    [TestCase("openapi: 3.0.3\npaths:\n  a: 1\n  b: 2\n  a: 3", "CONV001", "(5,3)", "repeated", TestName = "A_repeated_key_is_an_error_at_the_second_one")]
    [TestCase("openapi: 3.0.3\npaths:\n  a:\n\tb: 1", "CONV001", "(4,1)", "tab", TestName = "A_tab_is_an_error_at_its_place")]
    [TestCase("openapi: 3.0.3\npaths:\n  a: 1\n b: 2", "CONV001", "(4,2)", "", TestName = "Wrong_indentation_is_an_error_where_it_begins")]
    [TestCase("openapi: 3.1.0\npaths: { /a: {} }", "CONV002", "(1,1)", "openapi: 3.0.3", TestName = "Another_version_of_OpenAPI_is_rejected")]
    [TestCase("openapi: 3.0.3\npaths: {}", "CONV002", "(1,1)", "paths", TestName = "A_document_without_paths_is_rejected")]
    [TestCase("hello", "CONV002", "(1,1)", "paths", TestName = "Text_other_than_a_document_is_rejected")]
    public void Broken_text_is_reported_with_line_and_column(string yaml, string code, string place, string message)
    {
        var problem = DocumentFile.Read(yaml).Problems.Single();
        Assert.That($"{problem.At} {problem.Code}", Is.EqualTo($"{place} {code}"), problem.Text);
        Assert.That(problem.Text, Does.Contain(message));
        Assert.That(problem.In("a b.yaml"), Is.EqualTo($"a b.yaml{place}: error {code}: {problem.Text}"));
    }

    [TestCase("#/components/parameters/Color\"", "¦$ref", "#/components/parameters/Colr\"", "leads nowhere")]
    [TestCase("#/components/schemas/PageMeta\"", "¦$ref", "other.yaml#/PageMeta\"", "leads nowhere")]
    public void A_reference_to_nothing_is_rejected_at_its_place(string reference, string mark, string wrong, string advice) =>
        SmallDocument.Rejects($"$ref: \"{reference}", $"{mark}: \"{wrong}", "CONV003", advice);

    [TestCase("servers: [{ url: https://example.com }]", "address of the client")]
    [TestCase("security: []", "credentials")]
    [TestCase("deprecated: true", "description")]
    [TestCase("callbacks: {}", "webhooks")]
    [TestCase("description: More words.", "leave it out")]
    [TestCase("x-metod: Add", "openapi/README.md lists")]
    public void An_operation_with_something_unknown_is_rejected(string keyword, string advice) =>
        SmallDocument.Rejects(Create, $"{Create}      ¦{keyword}\n", "CONV004", advice);

    [TestCase("style: pipeDelimited", "each value")]
    [TestCase("explode: false", "each value")]
    [TestCase("deprecated: true", "description")]
    [TestCase("x-originalName: color", "wire name")]
    public void A_parameter_with_something_unknown_is_rejected(string keyword, string advice) =>
        SmallDocument.Rejects("Color: { name: Color,", $"Color: {{ ¦{keyword}, name: Color,", "CONV004", advice);

    [TestCase("readOnly: true", "form")]
    [TestCase("writeOnly: true", "response")]
    [TestCase("deprecated: true", "description")]
    [TestCase("oneOf: [{ type: string }, { type: integer }]", "JSON")]
    [TestCase("anyOf: [{ type: string }]", "JSON")]
    [TestCase("enum: [a, b]", "schema of its own")]
    [TestCase("properties: { a: { type: string } }", "schema of its own")]
    [TestCase("multipleOf: 2", "description")]
    [TestCase("x-removeable: true", "openapi/README.md lists")]
    public void A_field_with_something_unknown_is_rejected(string keyword, string advice) =>
        SmallDocument.Rejects("identity: { type: string,", $"identity: {{ type: string, ¦{keyword},", "CONV004", advice);

    [TestCase("discriminator: { propertyName: identity }", "CONV004", "subtypes")]
    [TestCase("allOf: [{ $ref: \"#/components/schemas/PageMeta\" }]", "CONV004", "leave it out")]
    [TestCase("additionalProperties: { type: string }", "CONV004", "leave it out")]
    public void A_schema_with_inheritance_is_rejected(string keyword, string code, string advice) =>
        SmallDocument.Rejects("      description: A guest.\n", $"      description: A guest.\n      ¦{keyword}\n", code, advice);

    [Test]
    public void A_description_of_two_lines_is_one_text()
    {
        var schema = SmallDocument.Read("      description: A guest.\n", "      description: |\n        A guest,\n        on two lines.\n").Schemas.Single(schema => schema.Name == "Guest");
        Assert.That(Words.Comment(schema.Description), Is.EqualTo("A guest, on two lines."));
    }

    [TestCase("in: query", "in: ¦cookie", "CONV020", "query or header")]
    [TestCase("in: query,", "in: query, ¦required: true,", "CONV021", "x-one-of")]
    [TestCase("schema: { $ref: \"#/components/schemas/Color\" }", "schema: { ¦enum: [a] }", "CONV004", "schema of its own")]
    [TestCase("schema: { $ref: \"#/components/schemas/Color\" }", "schema: { type: ¦object }", "CONV022", "string")]
    [TestCase("schema: { $ref: \"#/components/schemas/Color\" }", "schema: { ¦pattern: a }", "CONV004", "paths and forms")]
    [TestCase("schema: { $ref: \"#/components/schemas/Color\" }", "schema: { type: string, format: ¦email }", "CONV022", "leave it out")]
    public void A_query_parameter_that_cannot_be_sent_as_described_is_rejected(string from, string to, string code, string advice) =>
        SmallDocument.Rejects(Color, Color.Replace(from, to, StringComparison.Ordinal), code, advice);

    [TestCase("¦{ multipart/form-data: { schema: { type: object } } }", "CONV030", "form")]
    [TestCase("¦{ application/json: { schema: { $ref: \"#/components/schemas/CreateGuestRequest\" } } }", "CONV030", "form")]
    [TestCase("¦{ application/x-www-form-urlencoded: { schema: { type: object } } }", "CONV030", "schema in components")]
    [TestCase("{ application/x-www-form-urlencoded: { schema: { ¦$ref: \"#/components/schemas/Guest\" } } }", "CONV030", "end in Request")]
    [TestCase("{ application/x-www-form-urlencoded: { ¦encoding: {}, schema: { $ref: \"#/components/schemas/CreateGuestRequest\" } } }", "CONV004", "each value")]
    public void A_request_body_other_than_a_named_form_is_rejected(string content, string code, string advice) =>
        SmallDocument.Rejects(Form, content, code, advice);

    [TestCase("{ description: The guest., ¦content: { text/plain: { schema: { type: string } } } }", "application/json alone")]
    [TestCase("{ description: The guest., content: ¦{ application/json: { schema: { type: array, items: { type: string } } } } }", "schema in components")]
    [TestCase("{ description: The guest., content: { application/json: { schema: { ¦$ref: \"#/components/schemas/CreateGuestRequest\" } } } }", "something else")]
    public void A_response_other_than_a_named_object_is_rejected(string response, string advice) =>
        SmallDocument.Rejects($"\"201\": {Guest}", $"\"201\": {response}", "CONV031", advice);

    [TestCase("\"204\": { description: Nothing. }")]
    [TestCase("\"202\": { description: Another., content: { application/json: { schema: { $ref: \"#/components/schemas/PageMeta\" } } } }")]
    public void Responses_of_success_that_differ_are_rejected(string other) => SmallDocument.Rejects(
        $"      responses:\n        \"201\": {Guest}", $"      ¦responses:\n        {other}\n        \"201\": {Guest}", "CONV031", "one result");

    [TestCase("  /v1/Rooms/{RoomSid}/Guests/{Sid}:", "  ¦/v2/Rooms/{RoomSid}/Guests/{Sid}:", "/v1/")]
    [TestCase("  /v1/Rooms/{RoomSid}/Guests/{Sid}:", "  ¦/v1/Rooms/{RoomSid}/{Sid}:", "whole segment")]
    [TestCase("  /v1/Rooms/{RoomSid}/Guests/{Sid}:", "  ¦/v1/Rooms/{RoomSid}/Guests/{Sid}.json:", "whole segment")]
    public void A_path_of_another_form_is_rejected(string from, string to, string advice) => SmallDocument.Rejects(from, to, "CONV012", advice);

    [TestCase("  /v1/Rooms/{RoomSid}/Guests/{Sid}:", "  /v1/Rooms/{Room}/Guests/{Sid}:", "{Room} names the owner")]
    [TestCase("  /v1/Rooms/{RoomSid}/Guests/{Sid}:", "  /v1/Rooms/{Sid}/Guests/{Name}:", "{Sid} names the owner")]
    [TestCase("  /v1/Rooms/{RoomSid}/Guests/{Sid}:", "  /v1/Rooms/{RoomSid}/Guests/{Name}:", "does not describe")]
    public void A_path_parameter_that_the_tree_cannot_use_is_rejected(string from, string to, string advice) => Assert.That(
        DocumentFile.Read(SmallDocument.Yaml.Replace(from, to, StringComparison.Ordinal)).Problems.Where(problem => problem.Code == "CONV012").Select(problem => problem.Text),
        Has.Some.Contains(advice));

    [TestCase(Fetch, "      operationId: ¦ListGuest\n", "name of its own")]
    [TestCase(List, "      operationId: ¦list-guest\n", "capital letter")]
    public void The_name_of_an_operation_must_be_its_own_and_a_name_in_CSharp(string from, string to, string advice) =>
        SmallDocument.Rejects(from, to, "CONV010", advice);

    [TestCase("a b")]
    [TestCase("Guests, Others")]
    public void An_operation_needs_one_tag_that_is_a_name(string tags) => SmallDocument.Rejects("tags: [Guests]", $"tags: ¦[{tags}]", "CONV011", "class");

    [Test]
    public void Two_operations_with_one_method_are_rejected() =>
        SmallDocument.Rejects("    delete:\n      operationId: DeleteGuest", "    ¦delete:\n      operationId: FetchGuestAgain", "CONV014", "x-method");

    [Test]
    public void Twins_with_methods_of_different_names_are_rejected() => SmallDocument.Rejects(
        "    post:\n      operationId: CreateServiceGuest\n", "    ¦post:\n      operationId: CreateServiceGuest\n      x-method: Add\n", "CONV013", "different names");

    [TestCase("{ name: Plan, in: query, description: The plan., schema: { type: string } }", "only CreateServiceGuest has the parameter Plan")]
    [TestCase("{ name: I-Twilio-Idempotency, in: header, description: A key., schema: { type: string } }", "only CreateServiceGuest has the parameter I-Twilio-Idempotency")]
    public void A_parameter_of_one_scope_is_rejected(string parameter, string advice)
    {
        const string twin = "    post:\n      operationId: CreateServiceGuest\n      tags: [Guests]\n      summary: Creates a guest.\n      parameters:\n";
        SmallDocument.Rejects(twin, $"{twin.Replace("    post:", "    ¦post:", StringComparison.Ordinal)}        - {parameter}\n", "CONV013", advice);
    }

    [TestCase("      x-items: guests", "      x-items: ¦others")]
    [TestCase("      x-items: guests", "      x-items: ¦meta")]
    public void A_page_whose_items_are_not_one_of_its_arrays_is_rejected(string from, string to) => SmallDocument.Rejects(from, to, "CONV032", "required array");

    [TestCase("    GuestPage:\n", "    ¦GuestPage:\n", "        meta: { $ref: \"#/components/schemas/PageMeta\" }\n")]
    [TestCase("    GuestPage:\n", "    ¦GuestPage:\n", "        next_page_url: { type: string, nullable: true, description: The next page. }\n")]
    public void A_page_without_the_field_of_the_next_page_is_rejected(string from, string to, string removed) =>
        SmallDocument.Rejects(from, to, "CONV032", "next_page_url", SmallDocument.Yaml.Replace(removed, "", StringComparison.Ordinal).Replace("required: [guests, meta]", "required: [guests]", StringComparison.Ordinal));

    [Test]
    public void A_list_without_a_page_is_rejected() => SmallDocument.Rejects(
        $"    get:\n{List}", $"    ¦get:\n{List}", "CONV032", "x-items", SmallDocument.Yaml.Replace("      x-items: guests\n", "", StringComparison.Ordinal));

    [TestCase("Color: { type: string, enum: [red, dark-blue]", "Color: { type: string, enum: [dark_blue, ¦dark-blue]", "CONV042", "DarkBlue")]
    [TestCase("Color: { type: string, enum: [red, dark-blue]", "Color: { type: string, ¦enum: [1, 2]", "CONV042", "quotes")]
    [TestCase("Color: { type: string, enum: [red, dark-blue]", "Color: { type: ¦integer, enum: [1, 2]", "CONV042", "string")]
    [TestCase("Color: { type: string, enum: [red, dark-blue]", "Color: { type: string, enum: [red, ¦\"+\"]", "CONV042", "leave it out")]
    [TestCase("    PageMeta:\n", "    ¦Task: { type: object, description: A task. }\n    PageMeta:\n", "CONV040", "another name")]
    [TestCase("    PageMeta:\n", "    ¦GuestsApi: { type: object, description: A guest. }\n    PageMeta:\n", "CONV040", "another name")]
    [TestCase("    PageMeta:\n", "    ¦page-meta: { type: object, description: A guest. }\n    PageMeta:\n", "CONV040", "capital letter")]
    [TestCase("    PageMeta:\n", "    Ids: { type: ¦array, items: { type: string }, description: IDs. }\n    PageMeta:\n", "CONV040", "at the field")]
    public void A_schema_that_cannot_be_a_type_is_rejected(string from, string to, string code, string advice) => SmallDocument.Rejects(from, to, code, advice);

    [TestCase("identity_: { type: string, description: A name. }", "CONV043", "Identity")]
    [TestCase("self: { $ref: \"#/components/schemas/GuestPage\" }", "CONV041", "page")]
    [TestCase("form: { $ref: \"#/components/schemas/CreateGuestRequest\" }", "CONV041", "form")]
    public void A_field_that_cannot_be_a_separate_property_is_rejected(string field, string code, string advice) =>
        SmallDocument.Rejects($"        {Identity}\n", $"        {Identity}\n        ¦{field}\n", code, advice);

    [TestCase("type: ¦file", "CONV041", "string, integer")]
    [TestCase("type: array, items: { format: ¦binary }", "CONV041", "leave it out")]
    [TestCase("type: string, format: ¦binary", "CONV041", "leave it out")]
    [TestCase("¦allOf: [{ $ref: \"#/components/schemas/PageMeta\" }, { $ref: \"#/components/schemas/Color\" }]", "CONV041", "one schema")]
    [TestCase("type: object, additionalProperties: ¦{ type: integer }", "CONV041", "JSON")]
    [TestCase("type: string, ¦x-privacy: secret", "CONV044", "personal or sensitive")]
    [TestCase("type: string, ¦nullable: yes", "CONV005", "true or false")]
    [TestCase("type: string, ¦maxLength: long", "CONV005", "whole number")]
    public void A_field_of_an_unknown_type_is_rejected(string type, string code, string advice) =>
        SmallDocument.Rejects($"        {Identity}\n", $"        {Identity}\n        other: {{ description: More., {type} }}\n", code, advice);

    [TestCase("type: string, pattern: ^a, description: More.", "pattern", "CONV044", "SIDs")]
    [TestCase("type: array, items: { type: string }, description: More., x-removable: true", "", "CONV044", "one value")]
    [TestCase("type: integer, description: More., x-duration: true", "", "CONV044", "text")]
    [TestCase("type: integer, description: More., x-json-maximum-bytes: 3", "", "CONV044", "text")]
    [TestCase("type: string, description: More., x-boolean: true", "", "CONV044", "response")]
    [TestCase("type: string, description: More., x-name: more", "", "CONV043", "capital letter")]
    public void An_extension_where_it_means_nothing_is_rejected(string field, string mark, string code, string advice)
    {
        var marked = mark.Length > 0 ? field.Replace(mark, $"¦{mark}", StringComparison.Ordinal) : field;
        SmallDocument.Rejects($"        {FormIdentity}\n", $"        {FormIdentity}\n        {(mark.Length > 0 ? "" : "¦")}Other: {{ {marked} }}\n", code, advice);
    }

    [Test]
    public void A_schema_with_more_fields_than_the_reader_counts_is_rejected()
    {
        var fields = string.Concat(Enumerable.Range(1, 65).Select(number => $"        field_{number}: {{ type: string, description: A field. }}\n"));
        SmallDocument.Rejects("    PageMeta:\n", $"    ¦Wide:\n      type: object\n      description: Wide.\n      properties:\n{fields}    PageMeta:\n", "CONV046", "64");
    }

    [Test]
    public void A_field_without_a_description_is_rejected() =>
        SmallDocument.Rejects($"        {Identity}\n", $"        {Identity}\n        other: ¦{{ type: string }}\n", "CONV006", "needs a description");

    [Test]
    public void A_schema_that_contains_itself_is_rejected() => SmallDocument.Rejects(
        "    PageMeta:\n", "    ¦Knot: { type: object, description: A knot., properties: { knot: { $ref: \"#/components/schemas/Knot\" } } }\n    PageMeta:\n", "CONV045", "JSON");

    [TestCase("x-sid-prefix: GU, ", "", "x-sid-prefix")]
    [TestCase("x-key: identity", "x-key: other", "fields sid and other")]
    [TestCase("x-key: identity, ", "", "the same for each operation")]
    public void An_incomplete_key_is_rejected(string from, string to, string advice) => Assert.That(
        DocumentFile.Read(SmallDocument.Yaml.Replace(from, to, StringComparison.Ordinal)).Problems.Select(problem => $"{problem.Code} {problem.Text}"),
        Has.Some.StartsWith("CONV052").And.Some.Contains(advice));

    [TestCase("x-one-of: [Color]")]
    [TestCase("x-one-of: [Color, Other]")]
    public void A_choice_of_unknown_parameters_is_rejected(string extension) =>
        SmallDocument.Rejects(List, $"{List}      x-one-of: ¦{extension[10..]}\n", "CONV024", "two or more");

    [TestCase("tags: [Guests]", "tags: [Operations]", "CONV050")]
    public void A_tag_whose_property_is_taken_is_rejected(string from, string to, string code)
    {
        var yaml = SmallDocument.Yaml.Replace("/Rooms/{RoomSid}", "", StringComparison.Ordinal).Replace("        - $ref: \"#/components/parameters/RoomSid\"\n", "", StringComparison.Ordinal)
            .Replace("      - $ref: \"#/components/parameters/RoomSid\"\n", "", StringComparison.Ordinal).Replace(from, to, StringComparison.Ordinal);
        Assert.That(DocumentFile.Read(yaml).Problems.Select(problem => problem.Code), Does.Contain(code));
    }

    [Test]
    public void Operations_of_one_tag_below_different_owners_are_rejected()
    {
        var yaml = SmallDocument.Yaml.Replace("/v1/Services/{ChatServiceSid}/Rooms/", "/v1/Services/{ChatServiceSid}/Halls/", StringComparison.Ordinal)
            .Replace("operationId: CreateServiceGuest", "operationId: CreateServiceGuest\n      x-method: Add", StringComparison.Ordinal);
        Assert.That(DocumentFile.Read(yaml).Problems.Select(problem => problem.Code), Does.Contain("CONV051"));
    }
}
