using System.Net.Http.Json;
using System.Text.Json.Serialization;

namespace TwilioConversations.Benchmarks.Contenders;

/// <summary>An <see cref="HttpClient"/> with source-generated System.Text.Json: what a careful engineer writes by hand.</summary>
internal sealed class SystemTextJson(HttpMessageHandler handler, string baseAddress) : Bare(handler, baseAddress)
{
    public override async Task<object> FetchAsync() => (await Client.GetFromJsonAsync(AddressOf(Payloads.ParticipantSid), Models.Default.ParticipantModel))!;

    public override async Task<object> CreateAsync()
    {
        using var response = (await Client.PostAsync(Participants, Form())).EnsureSuccessStatusCode();
        return (await response.Content.ReadFromJsonAsync(Models.Default.ParticipantModel))!;
    }

    public override async Task<int> PageAsync(int size) => (await PageAsync($"?PageSize={size}")).Participants.Count;

    public override async Task<int> MessagesAsync() => (await Client.GetFromJsonAsync(Messages, Models.Default.MessagesModel))!.Messages.Count;

    public override async Task<int> AllAsync(Func<Task>? useAsync = null)
    {
        var count = 0;
        for (var query = "?PageSize=100"; ;)
        {
            var page = await PageAsync(query);
            count += page.Participants.Count;
            await (useAsync?.Invoke() ?? Task.CompletedTask);
            if (TokenOf(page.Meta.NextPageUrl) is not { } token)
            {
                return count;
            }

            query = $"?PageSize=100&PageToken={token}";
        }
    }

    private async Task<PageModel> PageAsync(string query) => (await Client.GetFromJsonAsync(Participants + query, Models.Default.PageModel))!;
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(ParticipantModel))]
[JsonSerializable(typeof(PageModel))]
[JsonSerializable(typeof(MessagesModel))]
internal sealed partial class Models : JsonSerializerContext;

internal sealed record ParticipantModel
{
    public string AccountSid { get; init; } = "";

    public string? ChatServiceSid { get; init; }

    public string ConversationSid { get; init; } = "";

    public string Sid { get; init; } = "";

    public string? Identity { get; init; }

    public string Attributes { get; init; } = "";

    public BindingModel? MessagingBinding { get; init; }

    public string? RoleSid { get; init; }

    public DateTimeOffset DateCreated { get; init; }

    public DateTimeOffset DateUpdated { get; init; }

    public string Url { get; init; } = "";

    public int? LastReadMessageIndex { get; init; }

    public string? LastReadTimestamp { get; init; }
}

internal sealed record BindingModel
{
    public string Type { get; init; } = "";

    public string? Address { get; init; }

    public string? ProxyAddress { get; init; }

    public string? ProjectedAddress { get; init; }
}

internal sealed record PageModel
{
    public IReadOnlyList<ParticipantModel> Participants { get; init; } = [];

    public MetaModel Meta { get; init; } = new();
}

internal sealed record MetaModel
{
    public int Page { get; init; }

    public int PageSize { get; init; }

    public string FirstPageUrl { get; init; } = "";

    public string? PreviousPageUrl { get; init; }

    public string Url { get; init; } = "";

    public string? NextPageUrl { get; init; }

    public string Key { get; init; } = "";
}

internal sealed record MessagesModel
{
    public IReadOnlyList<MessageModel> Messages { get; init; } = [];

    public MetaModel Meta { get; init; } = new();
}

internal sealed record MessageModel
{
    public string AccountSid { get; init; } = "";

    public string? ChatServiceSid { get; init; }

    public string ConversationSid { get; init; } = "";

    public string Sid { get; init; } = "";

    public int Index { get; init; }

    public string? Author { get; init; }

    public string? Body { get; init; }

    public IReadOnlyList<MediumModel>? Media { get; init; }

    public string Attributes { get; init; } = "";

    public string? ParticipantSid { get; init; }

    public DateTimeOffset DateCreated { get; init; }

    public DateTimeOffset DateUpdated { get; init; }

    public string Url { get; init; } = "";

    public DeliveryModel? Delivery { get; init; }

    public LinksModel Links { get; init; } = new();

    public string? ContentSid { get; init; }
}

internal sealed record MediumModel
{
    public string Sid { get; init; } = "";

    public string ContentType { get; init; } = "";

    public string? Filename { get; init; }

    public long Size { get; init; }
}

internal sealed record DeliveryModel
{
    public int Total { get; init; }

    public string Sent { get; init; } = "";

    public string Delivered { get; init; } = "";

    public string Read { get; init; } = "";

    public string Failed { get; init; } = "";

    public string Undelivered { get; init; } = "";
}

internal sealed record LinksModel
{
    public string? DeliveryReceipts { get; init; }

    public string? ChannelMetadata { get; init; }
}
