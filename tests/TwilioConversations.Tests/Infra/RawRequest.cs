using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using Newtonsoft.Json.Linq;
using TwilioConversations.Testing;

namespace TwilioConversations.Tests.Infra;

/// <summary>A request to an emulator as any program might send it, without the checks of our client; by default it is a valid one.</summary>
internal sealed record RawRequest(string Method, string Target, string? Form = null)
{
    public static readonly string Credentials = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{ConversationsEmulator.AccountSid}:{ConversationsEmulator.AuthToken}"));

    /// <summary>The value of the Authorization header; null for a request without one.</summary>
    public string? Authorization { get; init; } = $"Basic {Credentials}";

    public string? ContentType { get; init; } = "application/x-www-form-urlencoded";

    /// <summary>The value of X-Twilio-Webhook-Enabled; null for a request without one.</summary>
    public string? WebhookEnabled { get; init; }

    /// <summary>The value of the Host header; null for the address that the request goes to.</summary>
    public string? Host { get; init; }

    public async Task<RawResponse> SendAsync(ConversationsEmulator emulator)
    {
        using var client = new HttpClient();
        // The target is part of the test: it goes out as it is written, malformed or not.
        var address = new Uri(emulator.BaseAddress.GetLeftPart(UriPartial.Authority) + Target, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(new HttpMethod(Method), address);
        request.Headers.Host = Host;
        request.Content = Form is null ? null : new ByteArrayContent(Encoding.UTF8.GetBytes(Form));
        Add(request.Headers, "Authorization", Authorization);
        Add(request.Headers, "X-Twilio-Webhook-Enabled", WebhookEnabled);
        Add(request.Content?.Headers, "Content-Type", ContentType);

        using var response = await client.SendAsync(request);
        var headers = response.Headers.Concat(response.Content.Headers).ToDictionary(header => header.Key, header => string.Join(", ", header.Value));
        return new RawResponse((int)response.StatusCode, headers, await response.Content.ReadAsStringAsync());
    }

    /// <summary>Sends the lines of a request as they are, which <see cref="HttpClient"/> would put in order, and gives back all that comes.</summary>
    public static async Task<string> SendLinesAsync(ConversationsEmulator emulator, params IEnumerable<string> lines)
    {
        using var connection = new TcpClient(emulator.BaseAddress.Host, emulator.BaseAddress.Port);
        await using var stream = connection.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(string.Join("\r\n", [.. lines, "Connection: close", "", ""])));
        return await new StreamReader(stream).ReadToEndAsync();
    }

    private static void Add(HttpHeaders? headers, string name, string? value)
    {
        if (value is not null)
        {
            headers?.TryAddWithoutValidation(name, value);
        }
    }
}

/// <summary>A response of an emulator.</summary>
internal sealed record RawResponse(int Status, IReadOnlyDictionary<string, string> Headers, string Text)
{
    public JObject Json => JObject.Parse(Text);

    public int? Code => (int?)Json["code"];

    public string? Message => (string?)Json["message"];
}
