namespace OpenApi;

/// <summary>Divides what NSwag writes, one text, into a file for each resource.</summary>
public static class GeneratedFiles
{
    /// <summary>Begins a line that names the file of what follows; what is before the first such line begins each file.</summary>
    public const string Mark = "//# ";

    /// <summary>The files by name.</summary>
    public static IReadOnlyDictionary<string, string> Of(string text)
    {
        var parts = $"\n{text.ReplaceLineEndings("\n")}".Split($"\n{Mark}");
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var part in parts.Skip(1))
        {
            var end = part.IndexOf('\n', StringComparison.Ordinal);
            var name = $"{part[..end].Trim()}.g.cs";
            files[name] = $"{files.GetValueOrDefault(name, parts[0].Trim('\n'))}\n\n{part[end..].Trim('\n')}";
        }

        return files.ToDictionary(file => file.Key, file => $"{file.Value}\n");
    }

    /// <summary>Writes each file that changed into a folder, and deletes those of an earlier document.</summary>
    public static void Write(string text, string folder)
    {
        var files = Of(text);
        Directory.CreateDirectory(folder);
        foreach (var old in Directory.EnumerateFiles(folder, "*.g.cs").Where(old => !files.ContainsKey(Path.GetFileName(old))).ToList())
        {
            File.Delete(old);
        }

        foreach (var (name, content) in files)
        {
            var path = Path.Combine(folder, name);
            if (!File.Exists(path) || File.ReadAllText(path) != content)
            {
                File.WriteAllText(path, content);
            }
        }
    }
}
