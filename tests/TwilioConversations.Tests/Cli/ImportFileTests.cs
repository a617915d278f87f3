using System.Text;
using TwilioConversations.Tests.Infra;

namespace TwilioConversations.Tests;

/// <summary>Files for <c>import</c>: a file that is not well-formed is rejected as a whole, with the place, before a request is sent.</summary>
public class ImportFileTests
{
    [TestCase("in.csv", "identity\nZo\u00eb\n\nMa\u00ebl\n", "in.csv, line 2: byte 3 is not UTF-8. Save the file as UTF-8.")]
    [TestCase("in.jsonl", "{\"identity\":\"ok\"}\n{\"identity\":\"\u00e9\"}\n", "in.jsonl, line 2: byte 14 is not UTF-8. Save the file as UTF-8.")]
    public async Task A_file_that_is_not_UTF_8_is_rejected_by_line_and_byte(string file, string latin1, string message)
    {
        using var tool = new CommandLineTool();
        await File.WriteAllBytesAsync(tool.PathOf(file), Encoding.Latin1.GetBytes(latin1));
        await AssertRejectedAsync(tool, file, message);
    }

    [TestCase("identity,attributes\nalice,{}\n\"bob,{}\ncarol,{}\n", "in.csv, line 3: the row that begins here has an opening quote without a closing one.")]
    [TestCase("identity,attributes\nalice,\"{}\"x\n", "in.csv, line 2: byte ")]
    [TestCase("identity,attributes\nal\"ice,{}\n", "in.csv, line 2: byte ")]
    [TestCase("identity,attributes\nalice,{}\n\nbob\n", "in.csv, line 4: the row has more or fewer cells than the first line has columns.")]
    [TestCase("identity,attributes\nalice,{},x\n", "in.csv, line 2: the row has more or fewer cells than the first line has columns.")]
    [TestCase("identity,atributes\nalice,{}\n", "in.csv, line 1: column 2, 'atributes', is not a field of participants. The fields are sid, identity, ")]
    [TestCase("identity,attributes,Identity\nalice,{},bob\n", "in.csv, line 1: column 3, identity, repeats column 1.")]
    [TestCase("attributes\n{}\n", "in.csv, line 1: the first line must name the columns, including identity, address or projected_address.")]
    [TestCase("", "in.csv, line 1: the first line must name the columns, including identity, address or projected_address.")]
    [TestCase("identity,attributes\nalice,{}\nbob,\nalice,\"{\"\"a\"\":1}\"\n", "in.csv, line 4: same identity as in line 2. Remove one of them.")]
    [TestCase("address,proxy_address\n+1555,+1501\n+1555,+1502\n+1555,+1501\n", "in.csv, line 4: same address and proxy_address as in line 2. Remove one of them.")]
    public async Task A_CSV_file_that_is_not_well_formed_is_rejected_by_its_line(string content, string message)
    {
        using var tool = new CommandLineTool();
        await File.WriteAllTextAsync(tool.PathOf("in.csv"), content);
        await AssertRejectedAsync(tool, "in.csv", message);
    }

    [TestCase("{\"identity\":\"ok\"}\n{\n", "in.jsonl, line 2: column ")]
    [TestCase("[]\n", "in.jsonl, line 1: each line must be one JSON object.")]
    [TestCase("{\"identity\":\"a\"}{\"identity\":\"b\"}\n", "in.jsonl, line 1: column ")]
    [TestCase("{\"identity\":\"a\",\"identity\":\"b\"}\n", "in.jsonl, line 1: column ")]
    [TestCase("{\"identity\":\"a\",\"atributes\":\"{}\"}\n", "in.jsonl, line 1: 'atributes' is not a field of participants. The fields are sid, identity, ")]
    [TestCase("{\"messaging_binding\":{\"adress\":\"+1555\"}}\n", "in.jsonl, line 1: 'adress' is not a field of participants.")]
    [TestCase("{\"identity\":\"a\",\"attributes\":{}}\n", "in.jsonl, line 1: attributes must be a string that contains JSON.")]
    [TestCase("{\"identity\":\"a\"}\n\n{\"identity\":\"a\"}\n", "in.jsonl, line 3: same identity as in line 1. Remove one of them.")]
    public async Task Lines_that_are_not_participants_in_JSON_are_rejected_by_number(string content, string message)
    {
        using var tool = new CommandLineTool();
        await File.WriteAllTextAsync(tool.PathOf("in.jsonl"), content);
        await AssertRejectedAsync(tool, "in.jsonl", message);
    }

    [TestCase("in.csv", "identity\n")]
    [TestCase("in.jsonl", "\n")]
    [Platform(Exclude = "Win", Reason = "limits the memory of the tool as Unix does")]
    public async Task A_line_without_end_is_rejected_without_being_kept(string file, string before)
    {
        using var tool = new CommandLineTool();
        await using (var writer = new StreamWriter(tool.PathOf(file)))
        {
            await writer.WriteAsync(before);
            for (var i = 0; i < 100; i++)
            {
                await writer.WriteAsync(new string('x', 1 << 20));
            }
        }

        var result = await Shell.RunApartAsync(
            tool.Folder, "dotnet", [CommandLineTool.Assembly, "participants", "import", "support", file, "--base-address", tool.Service.BaseAddress.AbsoluteUri], [.. tool.Environment, ("DOTNET_GCHeapHardLimit", "2000000")]);
        Assert.That(result, Is.EqualTo((2, "", $"{file}, line 2: exceeds the limit of 1048576 bytes.\n")));
    }

    [Test]
    public async Task A_field_that_the_service_has_added_is_accepted_in_an_exported_file()
    {
        using var tool = new CommandLineTool();
        await File.WriteAllTextAsync(tool.PathOf("in.jsonl"), "\ufeff{\"sid\":\"MB1\",\"identity\":\"alice\",\"nickname\":\"al\",\"messaging_binding\":null}\r\n");
        Assert.That((await tool.RunAsync("participants", "import", "support", "in.jsonl")).ExitCode, Is.Zero);
    }

    [TestCase("failed.csv", "identity,attributes\nalice,{}\nbob,{\n", "identity,attributes\nbob,{\n")]
    [TestCase("failed.jsonl", "{\"identity\":\"alice\"}\n{\"identity\":\"bob\",\"attributes\":\"{\"}\n", "{\"identity\":\"bob\",\"attributes\":\"{\"}\n")]
    public async Task Standard_input_is_imported_in_the_format_of_the_failed_file(string failed, string content, string left)
    {
        using var tool = new CommandLineTool();
        await File.WriteAllTextAsync(tool.PathOf("content"), content);
        var result = await tool.RunInShellAsync($"cat content | conversations participants import support - --failed {failed}");
        Assert.That(result.ExitCode, Is.EqualTo(3), result.Errors);
        Assert.That(await tool.Participants.ListAsync().Select(participant => participant.Identity).ToListAsync(), Is.EqualTo(new[] { "alice" }));
        Assert.That(await File.ReadAllTextAsync(tool.PathOf(failed)), Is.EqualTo(left));
        Assert.That(Directory.GetFiles(tool.Folder), Has.Length.EqualTo(2), "nothing is kept of the progress");
        Assert.That((await tool.RunInShellAsync("cat content | conversations participants import support -")).Errors, Does.StartWith("--failed is required with standard input."));
    }

    private static async Task AssertRejectedAsync(CommandLineTool tool, string file, string message)
    {
        var (exitCode, output, errors) = await tool.RunAsync("participants", "import", "support", file);
        Assert.That(errors, Does.StartWith(message));
        Assert.That((exitCode, output), Is.EqualTo((2, "")));
        Assert.That(errors.TrimEnd().Split('\n'), Has.Length.EqualTo(1));
        Assert.That(tool.Service.RequestCount, Is.Zero);
        Assert.That(Directory.GetFiles(tool.Folder), Has.Length.EqualTo(1), "no other file is made");
    }
}
