using Newtonsoft.Json;
using Newtonsoft.Json.Linq;

namespace TwilioConversations.Cli;

/// <summary>Credentials by name in a file of the user's, for those who work with several accounts.</summary>
internal static class Profiles
{
    /// <summary>The file within the folder of the user's settings.</summary>
    public const string FileName = "conversations/profiles.json";

    // A name that is mistyped must not pass for one that is left out.
    private static readonly JsonSerializer Strict = new() { MissingMemberHandling = MissingMemberHandling.Error };

    /// <summary>The options of a profile.</summary>
    /// <exception cref="UsageException">There is no such profile, a value of it is missing or wrong, or others could read the file.</exception>
    public static ConversationsClientOptions Read(string name, ToolEnvironment environment)
    {
        var file = Path.Combine(environment.SettingsFolder, "conversations", "profiles.json");
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file) & (UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite)) != 0)
            {
                throw new UsageException($"Others can read or change {file}, which holds secrets: chmod 600 it.");
            }

            var profiles = JToken.Parse(File.ReadAllText(file)).ToObject<Dictionary<string, Profile?>>(Strict) ?? [];
            return profiles.TryGetValue(name, out var profile)
                ? (profile ?? new()).ToOptions($"The profile {name} in {file}")
                : throw new UsageException($"{file} has no profile {name}; it has {(profiles.Count == 0 ? "none" : string.Join(", ", profiles.Keys))}.");
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"There is no {file}, where profiles are kept.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileException(new(file, file), "read", e);
        }
        // The message of a JSON error may quote what stands in the file, secrets included.
        catch (JsonReaderException e)
        {
            throw new UsageException($"{file} is not valid JSON: see line {e.LineNumber}, column {e.LinePosition}.");
        }
        catch (JsonSerializationException e)
        {
            throw new UsageException($"{file} must hold an object for each profile, with accountSid and authToken, or apiKey and apiSecret; edge, region or baseAddress beside them. See line {e.LineNumber}.");
        }
    }

    private sealed class Profile
    {
        public string? AccountSid { get; set; }

        public string? AuthToken { get; set; }

        public string? ApiKey { get; set; }

        public string? ApiSecret { get; set; }

        public string? Edge { get; set; }

        public string? Region { get; set; }

        public Uri? BaseAddress { get; set; }

        /// <param name="title">What an error calls the profile.</param>
        /// <exception cref="UsageException">A value is missing or wrong; the message names it and its rule.</exception>
        public ConversationsClientOptions ToOptions(string title)
        {
            var hasKey = (ApiKey ?? ApiSecret) is not null;
            var sid = Needed(hasKey ? ApiKey : AccountSid, hasKey ? "apiKey" : "accountSid");
            var secret = Needed(hasKey ? ApiSecret : AuthToken, hasKey ? "apiSecret" : "authToken");
            try
            {
                var options = new ConversationsClientOptions
                {
                    Credentials = hasKey ? TwilioCredentials.ApiKey(sid, secret) : TwilioCredentials.AuthToken(sid, secret),
                    Edge = Edge,
                    Region = Region,
                    BaseAddress = BaseAddress,
                };
                options.Validate();
                return options;
            }
            catch (ArgumentException e)
            {
                throw new UsageException($"{title}: {ArgumentNames.Setting(e)}");
            }

            string Needed(string? value, string setting) => !string.IsNullOrWhiteSpace(value) ? value
                : throw new UsageException($"{title} has no {setting}: a profile needs accountSid and authToken, or apiKey and apiSecret.");
        }
    }
}
