using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary><c>completion</c>: a script with which a shell asks the tool itself what comes next.</summary>
internal static class CompletionCommand
{
    private const string Bash =
        """
        # conversations completion bash >> ~/.bashrc
        _conversations() {
          local line=${COMP_LINE#* } IFS=$'\n'
          local point=$((COMP_POINT - ${#COMP_LINE} + ${#line}))
          COMPREPLY=($(compgen -W "$(conversations "[suggest:$point]" "$line" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _conversations conversations
        """;

    private const string Zsh =
        """
        # conversations completion zsh >> ~/.zshrc, after compinit
        _conversations() {
          local line=${BUFFER#* }
          local point=$((CURSOR - ${#BUFFER} + ${#line}))
          local -a candidates
          candidates=(${(f)"$(conversations "[suggest:$point]" "$line" 2>/dev/null)"})
          compadd -a candidates
        }
        compdef _conversations conversations
        """;

    private const string PowerShell =
        """
        # conversations completion pwsh >> $PROFILE
        Register-ArgumentCompleter -Native -CommandName conversations -ScriptBlock {
          param($word, $commandAst, $cursor)
          $whole = $commandAst.ToString().PadRight($cursor)
          $line = ($whole -split ' ', 2)[1]
          $point = $cursor - $whole.Length + $line.Length
          conversations "[suggest:$point]" "$line" | Where-Object { $_ -like "$word*" } | ForEach-Object {
            [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
          }
        }
        """;

    private static readonly Argument<string> Shell = new Argument<string>("shell") { Description = "bash, zsh or pwsh." }.AcceptOnlyFromAmong("bash", "zsh", "pwsh");

    public static Command Create()
    {
        var command = new Command("completion", "Prints a script that makes a shell complete this tool's words.\n\nExample:\n  conversations completion bash >> ~/.bashrc") { Shell };
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var script = arguments.GetValue(Shell) switch
            {
                "bash" => Bash,
                "zsh" => Zsh,
                _ => PowerShell,
            };
            await ToolEnvironment.Of(arguments).Data.WriteAsync((script.ReplaceLineEndings("\n") + "\n").AsMemory(), cancellationToken);
            await ToolEnvironment.Of(arguments).Data.FlushAsync(cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }
}
