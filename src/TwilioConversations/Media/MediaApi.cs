using System.Net;
using System.Net.Http.Headers;

namespace TwilioConversations;

/// <summary>
/// Uploads and downloads the files of messages. Thread-safe. For tests, derive from it or let a mocking library do so: every operation is virtual.
/// </summary>
/// <remarks>
/// Media belong to a chat service; <see cref="Conversation.ChatServiceSid"/> is that of a conversation, also in the account's default
/// service. A new upload must be given to a message within five minutes, otherwise Twilio deletes it. Files are streamed in both directions and
/// never whole in memory. While bytes keep moving, no time limit ends a transfer: <see cref="ConversationsClientOptions.AttemptTimeout"/> limits how
/// long none move, and <see cref="ConversationsClientOptions.TotalTimeout"/> or <see cref="RequestOptions.Timeout"/> only
/// stops new attempts. After the last byte of an upload was written, buffers on the way may still hold the end of the file. The response may
/// therefore take longer than <c>AttemptTimeout</c>, by one second for each 64 KB of the file, up to 64 seconds. The timeout of your
/// <see cref="HttpClient"/> covers a whole upload: set it to infinite.
/// </remarks>
/// <example>
/// <code>
/// var conversation = await twilio.Conversations.FetchAsync("support");
/// var media = twilio.Service(conversation.ChatServiceSid).Media;
/// using var photo = File.OpenRead("photo.jpg");
/// var uploaded = await media.UploadAsync(photo, "image/jpeg", "photo.jpg");
/// await twilio.Conversation("support").Messages.CreateAsync(new() { Author = "alice", MediaSid = uploaded.Sid });
/// </code>
/// </example>
public class MediaApi
{
    private readonly CallSender _sender;
    private readonly ResourcePath _path;

    internal MediaApi(CallSender sender, ResourcePath path)
    {
        _sender = sender;
        _path = path;
    }

    /// <summary>For mocks: a call that is not overridden throws an <see cref="InvalidOperationException"/>.</summary>
    protected MediaApi()
    {
        _sender = CallSender.None;
        _path = ResourcePath.None;
    }

    /// <summary>Uploads a file, for a message to be created with its SID.</summary>
    /// <remarks>
    /// Twilio's <c>POST /v1/Services/{ChatServiceSid}/Media</c>. It is sent again as any create is (see <see cref="RetryOptions"/>), but only if
    /// <paramref name="content"/> can seek, or was not read yet. A stream that cannot seek is never sent twice: if .NET or your handler sends the
    /// request again, as .NET does over HTTP/2 if the service did not process it, the call fails. Twilio states a maximum of 150 MB; SMS, WhatsApp and
    /// other channels take less. After a cancellation or a time limit, a read of <paramref name="content"/> may end shortly after this method.
    /// </remarks>
    /// <param name="content">
    /// The file, read from its current position to its end and left open. If it cannot seek, it is sent in chunks, without its length.
    /// </param>
    /// <param name="contentType">The file's media type, such as <c>image/jpeg</c>.</param>
    /// <param name="filename">The file's name, as recipients see it; null for none. It is part of the request's address.</param>
    /// <param name="options">Settings of this call; null for the client's defaults.</param>
    /// <param name="cancellationToken">Cancels the upload.</param>
    /// <returns>The metadata of the file.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="content"/> or <paramref name="contentType"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="content"/> cannot be read, <paramref name="contentType"/> is not a media type, or <paramref name="filename"/> is not valid
    /// Unicode.
    /// </exception>
    /// <exception cref="ConversationsResponseException">The service rejected the upload.</exception>
    /// <exception cref="ConversationsConnectionException">
    /// The connection failed or broke; or <paramref name="content"/> failed to read (its exception is the innermost one), or had to be sent again and
    /// cannot seek.
    /// </exception>
    /// <exception cref="ConversationsTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    public virtual Task<MediaInfo> UploadAsync(
        Stream content, string contentType, string? filename = null, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        _ = content ?? throw new ArgumentNullException(nameof(content));
        if (!content.CanRead)
        {
            throw new ArgumentException("The stream must be readable.", nameof(content));
        }

        if (!MediaTypeHeaderValue.TryParse(contentType ?? throw new ArgumentNullException(nameof(contentType)), out var type))
        {
            throw new ArgumentException("Must be a media type, such as image/jpeg.", nameof(contentType));
        }

        var request = new ApiRequest(_path, "UploadMedia", "media.upload", HttpMethod.Post, "", options) { Upload = new UploadSource(content, type) };
        // The public documentation does not mention the name; Twilio's own @twilio/mcs-client 1.0.1 sends it here.
        request.AddQuery("Filename", filename, nameof(filename));
        return _sender.SendAsync(request, MediaInfo.ReadFrom, cancellationToken);
    }

    /// <summary>Fetches the metadata of a file, with a new temporary address of its content.</summary>
    /// <remarks>Twilio's <c>GET /v1/Services/{ChatServiceSid}/Media/{Sid}</c>.</remarks>
    /// <param name="mediaSid">The file's SID, ME and 32 hexadecimal digits, such as <see cref="MessageMedia.Sid"/>.</param>
    /// <param name="options">Settings of this call; null for the client's defaults.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    /// <exception cref="ArgumentException">It is not such a SID.</exception>
    /// <exception cref="ConversationsResponseException">
    /// The service returned an error; <see cref="ConversationsResponseException.IsNotFound"/> if there is no such file.
    /// </exception>
    /// <exception cref="ConversationsConnectionException">The connection failed or broke.</exception>
    /// <exception cref="ConversationsTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    public virtual Task<MediaInfo> FetchAsync(string mediaSid, RequestOptions? options = null, CancellationToken cancellationToken = default) =>
        _sender.SendAsync(
            new ApiRequest(_path, "FetchMedia", "media.fetch", HttpMethod.Get, $"/{mediaSid:ME}", options), MediaInfo.ReadFrom, cancellationToken);

    /// <summary>Opens a file for reading while it is downloaded.</summary>
    /// <remarks>
    /// Fetches the file's temporary address, then opens it. That address is on another host, which gets no credentials; a redirect is an error.
    /// Reading the stream throws <see cref="ConversationsConnectionException"/> if the connection breaks or ends before <see cref="MediaInfo.Size"/>
    /// bytes, <see cref="ConversationsTimeoutException"/> if nothing comes for longer than <see cref="ConversationsClientOptions.AttemptTimeout"/>,
    /// <see cref="InvalidResponseException"/> if the content cannot be decompressed, and <see cref="ObjectDisposedException"/> after the stream or the
    /// client was disposed. A read that failed or was canceled ends the stream: each later read throws an <see cref="ObjectDisposedException"/>.
    /// </remarks>
    /// <param name="mediaSid">The file's SID, ME and 32 hexadecimal digits, such as <see cref="MessageMedia.Sid"/>.</param>
    /// <param name="options">Settings of this call; null for the client's defaults.</param>
    /// <param name="cancellationToken">Cancels the call until the stream is there; each read has a token of its own.</param>
    /// <returns>A stream that can only be read forward. Dispose of it: it holds a connection.</returns>
    /// <exception cref="ArgumentException">It is not such a SID.</exception>
    /// <exception cref="ConversationsResponseException">
    /// The service returned an error; <see cref="ConversationsResponseException.IsNotFound"/> if there is no such file.
    /// </exception>
    /// <exception cref="InvalidResponseException">
    /// The response has no temporary address, or not one over https; or what is there is not a whole file, such as a response with status 204 or 206.
    /// </exception>
    /// <exception cref="ConversationsConnectionException">The connection failed or broke.</exception>
    /// <exception cref="ConversationsTimeoutException">A time limit ran out.</exception>
    /// <exception cref="OperationCanceledException">The call was canceled.</exception>
    public virtual async Task<Stream> OpenReadAsync(string mediaSid, RequestOptions? options = null, CancellationToken cancellationToken = default)
    {
        options = RequestOptions.Snapshot(options);
        var info = await FetchAsync(mediaSid, options, cancellationToken).ConfigureAwait(false);
        if (!Uri.TryCreate(info.TemporaryUrl, UriKind.Absolute, out var address) || !ConversationsClientOptions.IsSafe(address))
        {
            throw new InvalidResponseException("FetchMedia", HttpStatusCode.OK, "content_direct_temporary is not an https address");
        }

        var request = new ApiRequest(_path, "DownloadMedia", "media.download", address, options);
        return await _sender.OpenAsync(request, info.Size, cancellationToken).ConfigureAwait(false);
    }
}
