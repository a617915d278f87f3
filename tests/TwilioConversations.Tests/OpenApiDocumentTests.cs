using Microsoft.OpenApi;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>The document that everything is generated from.</summary>
public class OpenApiDocumentTests
{
    [Test]
    public void The_document_is_valid_and_each_operation_is_a_method_of_the_client_with_the_error_as_its_default_response()
    {
        var (document, diagnostic) = Contract.Load();
        Assert.That(diagnostic.Errors, Is.Empty);
        Assert.That(diagnostic.Warnings, Is.Empty);

        var operations = document.Paths.Values.SelectMany(path => path.Operations!.Values).ToList();
        Assert.That(operations.Select(operation => operation.OperationId), Is.EquivalentTo(Operations.Names));
        foreach (var operation in operations)
        {
            var error = operation.Responses!["default"].Content!["application/json"].Schema;
            Assert.That((error as OpenApiSchemaReference)?.Reference.Id, Is.EqualTo("ApiError"), operation.OperationId);
        }
    }

    [Test]
    [Category("Words")]
    public void No_description_is_still_to_be_written() =>
        Assert.That(File.ReadLines(Repository.PathOf(Repository.Document)).Where(line => line.Contains("To be written", StringComparison.OrdinalIgnoreCase)), Is.Empty);

    [TestCase("unknown_field", "1", "$.unknown_field is unknown")]
    [TestCase("sid", "\"MB1\"", "the length of $.sid")]
    [TestCase("conversation_sid", "\"CHaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaag\"", "the pattern of $.conversation_sid")]
    [TestCase("attributes", "null", "$.attributes is Null")]
    [TestCase("date_created", "\"today\"", "the date of $.date_created")]
    [TestCase("last_read_message_index", "\"1\"", "$.last_read_message_index is String")]
    [TestCase("messaging_binding", "{}", "$.messaging_binding lacks one of type")]
    public async Task A_response_that_the_document_does_not_allow_fails_the_test(string field, string json, string violation)
    {
        var response = Examples.Response("FetchConversationParticipant", "fetch");
        response[field] = Newtonsoft.Json.Linq.JToken.Parse(json);
        using var server = new StubServer(StubResponse.Ok(response.ToString()));
        using var httpClient = new HttpClient(new RecordingHandler());
        using var client = server.CreateClient(httpClient: httpClient);
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => client.Operations.FetchConversationParticipantAsync(Operations.ConversationSid, Operations.ParticipantSid));
        Assert.That(error!.Message, Does.EndWith(violation));
    }

    [Test]
    public async Task A_request_that_it_does_not_allow_fails_the_test_that_sends_it()
    {
        using var server = new StubServer(StubResponse.Ok(Examples.Participant));
        using var httpClient = new HttpClient(new RecordingHandler());
        using var client = server.CreateClient(httpClient: httpClient);
        var request = new UpdateParticipantRequest { AdditionalFields = { ["Nickname"] = "Al" } };
        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => client.Operations.UpdateConversationParticipantAsync(Operations.ConversationSid, Operations.ParticipantSid, request));
        Assert.That(error!.Message, Does.EndWith("the document has no form field Nickname"));
    }
}
