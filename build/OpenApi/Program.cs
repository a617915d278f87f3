using OpenApi;

switch (args)
{
    // Writes the document as JSON for the templates, and as it is for the emulator; or the errors in it as MSBuild reads them.
    case ["check", var source, var destination, var plain]:
        var (problems, json, plainJson) = DocumentFile.Read(File.ReadAllText(source));
        foreach (var problem in problems)
        {
            Console.WriteLine(problem.In(source));
        }

        Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
        if (problems.Count > 0)
        {
            File.Delete(destination);
            File.Delete(plain);
            return 1;
        }

        File.WriteAllBytes(destination, json);
        File.WriteAllBytes(plain, plainJson);
        return 0;

    // Divides what NSwag wrote into files.
    case ["split", var text, var folder]:
        GeneratedFiles.Write(File.ReadAllText(text), folder);
        return 0;

    default:
        Console.Error.WriteLine("usage: check <document.yaml> <document.json> <plain.json> | split <generated.txt> <folder>");
        return 2;
}
