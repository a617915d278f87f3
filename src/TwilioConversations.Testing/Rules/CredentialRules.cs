namespace TwilioConversations.Testing;

/// <summary>The rules of a push credential: no response has its secrets, and its sandbox is a text.</summary>
internal sealed class CredentialRules : ResourceRules
{
    public override void Check(ResourceChange change) => change.Fields["sandbox"] = bool.Parse((string?)change.Fields["sandbox"] ?? "false") ? "True" : "False";
}
