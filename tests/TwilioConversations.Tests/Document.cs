using Microsoft.OpenApi;
using TwilioConversations.Tests.Infra;
using YamlDotNet.Serialization;

namespace TwilioConversations.Tests;

/// <summary>The document that everything is generated from.</summary>
public class Document
{
    [Test]
    public void It_is_valid_and_holds_the_ten_operations_each_with_the_error_as_its_default_answer()
    {
        var (document, diagnostic) = OpenApiDocument.Parse(ToJson(File.ReadAllText(Repository.PathOf("openapi/twilio_conversations_v1.yaml"))), OpenApiConstants.Json);
        Assert.That(diagnostic!.Errors, Is.Empty);
        Assert.That(diagnostic.Warnings, Is.Empty);

        var operations = document!.Paths.Values.SelectMany(path => path.Operations!.Values).ToList();
        Assert.That(operations.Select(operation => operation.OperationId), Is.EquivalentTo(Operations.Names));
        foreach (var operation in operations)
        {
            var error = operation.Responses!["default"].Content!["application/json"].Schema;
            Assert.That((error as OpenApiSchemaReference)?.Reference.Id, Is.EqualTo("ApiError"), operation.OperationId);
        }
    }

    private static string ToJson(string yaml) => new SerializerBuilder().JsonCompatible().Build()
        .Serialize(new DeserializerBuilder().WithAttemptingUnquotedStringTypeDeserialization().Build().Deserialize(yaml)!);
}
