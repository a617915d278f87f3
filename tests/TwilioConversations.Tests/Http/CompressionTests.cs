using System.IO.Compression;
using TwilioConversations.Tests.Infra;
using static TwilioConversations.Tests.Infra.FaultyServer;

namespace TwilioConversations.Tests;

/// <summary>Responses that come compressed.</summary>
public class CompressionTests
{
    [TestCase("gzip")]
    [TestCase("br")]
    public async Task A_compressed_response_is_unpacked_and_its_length_is_limited_after_that(string encoding)
    {
        static byte[] Pack(string text, string encoding)
        {
            var packed = new MemoryStream();
            using (Stream packing = encoding == "br" ? new BrotliStream(packed, CompressionLevel.Optimal) : new GZipStream(packed, CompressionLevel.Optimal))
            {
                packing.Write(System.Text.Encoding.UTF8.GetBytes(text));
            }

            return packed.ToArray();
        }

        var body = "";
        using var server = new FaultyServer(async connection =>
        {
            var packed = Pack(body, encoding);
            await SendAsync(connection, $"HTTP/1.1 200 OK\r\nContent-Encoding: {encoding}\r\nContent-Length: {packed.Length}\r\n\r\n");
            await connection.SendAsync(packed);
        });
        using var client = server.CreateClient(options => options.MaxResponseContentBufferSize = 100_000);
        body = Examples.Participant;
        Assert.That(await ErrorAsync(client), Is.Null);
        // A few hundred bytes that would fill the memory.
        body = Examples.Participant + new string(' ', 10_000_000);
        Assert.That(await ErrorAsync(client), Is.InstanceOf<InvalidResponseException>());
    }

    private static async Task<Exception?> ErrorAsync(ConversationsClient client)
    {
        try
        {
            await client.Conversation("support").Participants.FetchAsync(Operations.ParticipantSid);
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
