using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

namespace TwilioConversations.Cli;

/// <summary>Named credentials in the user's settings folder: a file of profiles, and a file with the name of the one in use.</summary>
internal static class Profiles
{
    private const UnixFileMode OfOthers = UnixFileMode.GroupRead | UnixFileMode.GroupWrite | UnixFileMode.OtherRead | UnixFileMode.OtherWrite;

    // A mistyped name must not pass for one that is left out. The names of profiles are the user's own.
    private static readonly JsonSerializerSettings Strict = new()
    {
        MissingMemberHandling = MissingMemberHandling.Error,
        NullValueHandling = NullValueHandling.Ignore,
        Formatting = Formatting.Indented,
        ContractResolver = new DefaultContractResolver { NamingStrategy = new CamelCaseNamingStrategy { ProcessDictionaryKeys = false } },
    };

    /// <summary>
    /// Returns the options of a named profile. Without a name, returns those of the environment, or of the profile in use if the environment has
    /// no credentials.
    /// </summary>
    /// <exception cref="UsageException">The profile does not exist, a value is missing or wrong, or others can read the file.</exception>
    public static ConversationsClientOptions OptionsOf(string? name, ToolEnvironment environment)
    {
        name ??= IsInEnvironment(environment) ? null : InUse(environment);
        if (name is null)
        {
            return environment.ClientOptions();
        }

        var file = FileOf(environment);
        var profiles = Read(environment) ?? throw new UsageException($"{file} does not exist. Create a profile with 'conversations login {name}'.");
        return profiles.TryGetValue(name, out var profile)
            ? (profile ?? new()).ToOptions($"Profile {name} in {file}", () => Keyring.Read(environment, name))
            : throw Unknown(name, profiles);
    }

    /// <summary>Creates the error for a profile that does not exist.</summary>
    public static UsageException Unknown(string name, Dictionary<string, Profile?> profiles) => new(
        $"There is no profile {name}. "
        + (profiles.Count == 0 ? "Create one with 'conversations login'." : $"The profiles are {string.Join(", ", profiles.Keys)}."));

    /// <summary>Returns true if the environment has credentials, which take precedence over the profile in use.</summary>
    public static bool IsInEnvironment(ToolEnvironment environment) =>
        !string.IsNullOrEmpty(environment.Variable("TWILIO_API_KEY")) || !string.IsNullOrEmpty(environment.Variable("TWILIO_ACCOUNT_SID"));

    public static async Task WarnIfInEnvironmentAsync(ToolEnvironment environment)
    {
        if (IsInEnvironment(environment))
        {
            await environment.Error.WriteLineAsync("The TWILIO_ variables in the environment take precedence: unset them, or pass --profile.");
        }
    }

    /// <summary>Returns the name of the profile in use; null if there is none.</summary>
    public static string? InUse(ToolEnvironment environment)
    {
        var file = UseFileOf(environment);
        return File.Exists(file.Path) ? FileErrors.Try(file, "read", () => File.ReadAllText(file.Path)).Trim() : null;
    }

    public static void Use(ToolEnvironment environment, string name) => Write(UseFileOf(environment), name + "\n");

    /// <summary>Stores a profile. Its secret goes to the keyring if there is one, otherwise to the file, which only its owner can read.</summary>
    /// <returns>True if the secret is in the keyring.</returns>
    public static bool Add(ToolEnvironment environment, string name, Profile profile)
    {
        var isInKeyring = Keyring.Store(environment, name, profile.Secret!);
        if (isInKeyring)
        {
            profile.AuthToken = profile.ApiKeySecret = null;
        }

        var profiles = Read(environment) ?? [];
        profiles[name] = profile;
        Write(FileOf(environment), JsonConvert.SerializeObject(profiles, Strict) + "\n");
        return isInKeyring;
    }

    public static void Remove(ToolEnvironment environment, string name)
    {
        var profiles = Read(environment) ?? [];
        profiles.Remove(name);
        Keyring.Remove(environment, name);
        Write(FileOf(environment), JsonConvert.SerializeObject(profiles, Strict) + "\n");
        if (InUse(environment) == name)
        {
            File.Delete(UseFileOf(environment).Path);
        }
    }

    /// <summary>Returns all profiles by name; null if there is no file of them.</summary>
    /// <exception cref="UsageException">The file is not well-formed, or others can read it.</exception>
    /// <exception cref="FileException">The file cannot be read.</exception>
    public static Dictionary<string, Profile?>? Read(ToolEnvironment environment)
    {
        var file = FileOf(environment);
        try
        {
            if (!OperatingSystem.IsWindows() && (File.GetUnixFileMode(file.Path) & OfOthers) != 0)
            {
                throw new UsageException($"{file} contains secrets, and others can read or change it. Run chmod 600 on it.");
            }

            return JToken.Parse(File.ReadAllText(file.Path)).ToObject<Dictionary<string, Profile?>>(JsonSerializer.Create(Strict)) ?? [];
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new FileException(file, "read", e);
        }
        // The message of a JSON error may quote the file, secrets included.
        catch (JsonReaderException e)
        {
            throw new UsageException($"{file} is not valid JSON: see line {e.LineNumber}, column {e.LinePosition}.");
        }
        catch (JsonSerializationException e)
        {
            throw new UsageException(
                $"{file} must contain an object for each profile, with accountSid and authToken, or apiKeySid and apiKeySecret, "
                + $"and optionally edge, region or baseAddress. See line {e.LineNumber}.");
        }
    }

    private static NamedFile FileOf(ToolEnvironment environment) => SettingsOf(environment, "profiles.json");

    private static NamedFile UseFileOf(ToolEnvironment environment) => SettingsOf(environment, "profile");

    private static NamedFile SettingsOf(ToolEnvironment environment, string name)
    {
        var path = Path.Combine(environment.SettingsFolder, "conversations", name);
        return new(path, path);
    }

    // A file that is only half written would lose every profile.
    private static void Write(NamedFile file, string text) => FileErrors.Try(file, "write", () =>
    {
        Directory.CreateDirectory(Path.GetDirectoryName(file.Path)!);
        var next = file.Path + ".new";
        using (var writer = new StreamWriter(PrivateFile.Open(next, FileMode.Create)))
        {
            writer.Write(text);
        }

        File.Move(next, file.Path, overwrite: true);
        return true;
    });
}
