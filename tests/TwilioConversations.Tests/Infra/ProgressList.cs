namespace TwilioConversations.Tests.Infra;

/// <summary>The progress reports of a bulk operation. Unlike the framework's own <see cref="Progress{T}"/>, it receives them immediately and in order.</summary>
internal sealed class ProgressList : IProgress<BulkProgress>
{
    public List<BulkProgress> Reports { get; } = [];

    public void Report(BulkProgress value) => Reports.Add(value);
}
