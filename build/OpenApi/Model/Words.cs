using System.Security;
using System.Text;

namespace OpenApi;

/// <summary>Converts names to C# identifiers, words and literals.</summary>
public static class Words
{
    // The longest line of text in a documentation comment, so that the line of code stays below 160 columns.
    private const int LineLength = 116;

    private static readonly HashSet<string> Keywords = new(StringComparer.Ordinal)
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default",
        "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto",
        "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out",
        "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc",
        "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using",
        "virtual", "void", "volatile", "while",
    };

    /// <summary>The C# name of a wire name: <c>date_created</c> and <c>Messaging.Address</c> become DateCreated and MessagingAddress.</summary>
    /// <param name="wireName">The name in the document.</param>
    /// <param name="reserved">True if the name has another meaning where it is used; then Value follows it.</param>
    public static string Identifier(string wireName, Func<string, bool> reserved)
    {
        var name = new StringBuilder();
        var isStart = true;
        foreach (var letter in wireName)
        {
            if (char.IsLetterOrDigit(letter))
            {
                name.Append(isStart ? char.ToUpperInvariant(letter) : letter);
            }

            isStart = !char.IsLetterOrDigit(letter);
        }

        if (name.Length == 0 || char.IsDigit(name[0]))
        {
            name.Insert(0, '_');
        }

        var identifier = name.ToString();
        return reserved(identifier) ? identifier + "Value" : identifier;
    }

    /// <summary>The name of an argument: <c>ConversationSid</c> becomes conversationSid, <c>Class</c> @class.</summary>
    public static string Variable(string name)
    {
        var variable = char.ToLowerInvariant(name[0]) + name[1..];
        return Keywords.Contains(variable) ? "@" + variable : variable;
    }

    /// <summary>The words of a C# name: AddressConfiguration becomes address configuration.</summary>
    public static string Spaced(string name)
    {
        var text = new StringBuilder();
        foreach (var letter in name)
        {
            if (char.IsUpper(letter) && text.Length > 0)
            {
                text.Append(' ');
            }

            text.Append(char.ToLowerInvariant(letter));
        }

        return text.ToString();
    }

    /// <summary>A noun with its article.</summary>
    public static string WithArticle(string noun) => $"{("aeiou".Contains(noun[0]) ? "an" : "a")} {noun}";

    /// <summary>The text between the quotes of a C# string.</summary>
    public static string Literal(string text) => text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)
        .Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal).Replace("\0", "\\0", StringComparison.Ordinal);

    /// <summary>A C# string, in as many lines as it needs.</summary>
    public static string LongLiteral(string text) =>
        $"\"{string.Join(" \"\n            + \"", Lines(text).Select(Literal))}\"";

    /// <summary>The parameters of a method of a type, in one line or each in its own.</summary>
    public static string Parameters(IEnumerable<string> parameters)
    {
        var all = parameters.ToList();
        return string.Join(all.Sum(parameter => parameter.Length + 2) <= LineLength + 24 ? ", " : ",\n        ", all);
    }

    /// <summary>A text as the content of a documentation comment, in lines that are short enough.</summary>
    /// <param name="text">The text; its own line breaks do not count.</param>
    /// <param name="isOfMember">True if the comment is indented, as that of a member is.</param>
    public static string Comment(string text, bool isOfMember = true)
    {
        var lines = Lines(text).Select(line => SecurityElement.Escape(line).Replace("&quot;", "\"", StringComparison.Ordinal).Replace("&apos;", "'", StringComparison.Ordinal));
        return string.Join(isOfMember ? "\n    /// " : "\n/// ", lines);
    }

    /// <summary>A text of our own, with XML tags in it, as the content of a member's documentation comment.</summary>
    public static string Markup(string text) => string.Join("\n    /// ", Lines(text));

    private static List<string> Lines(string text)
    {
        var lines = new List<string>();
        foreach (var word in text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
        {
            if (lines is [.., var last] && last.Length + 1 + word.Length <= LineLength)
            {
                lines[^1] = $"{last} {word}";
            }
            else
            {
                lines.Add(word);
            }
        }

        return lines;
    }
}
