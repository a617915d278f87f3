using SpecReplay;

// SpecReplay FOLDER [steps|mutations|together] [COMMAND]: replays the editions of the upstream document that the folder has, at the root of
// the repository. COMMAND, such as build/spec-try.sh, tries what "together" writes.
const string Document = "openapi/twilio_conversations_v1.yaml";
const string Known = "openapi/known-differences.json";
var editions = Directory.GetFiles(args[0], "*.json").Order(StringComparer.Ordinal).ToList();
var parts = args.Length > 1 ? [args[1]] : new[] { "steps", "mutations", "together" };
var code = 0;
foreach (var part in parts)
{
    code = Math.Max(code, part switch
    {
        "steps" => await Steps.ReplayAsync(editions, Console.Out),
        "mutations" => await Mutations.RunAsync(editions[^1], Document, Known, Console.Out),
        _ => await Together.ReplayAsync(editions, Document, Known, args.ElementAtOrDefault(2), Console.Out),
    });
}

return code;
