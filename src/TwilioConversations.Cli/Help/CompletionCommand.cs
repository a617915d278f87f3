using System.CommandLine;

namespace TwilioConversations.Cli;

/// <summary>
/// <c>completion</c>: a script with which a shell asks the tool itself for the words that can follow. Without any, it completes files.
/// </summary>
internal static class CompletionCommand
{
    private const string Bash =
        """
        # conversations completion bash >> ~/.bashrc
        _conversations() {
          local line=${COMP_LINE:0:COMP_POINT} word=${COMP_WORDS[COMP_CWORD]} IFS=$'\n'
          line=${line#* } line=$(sed -E 's/(^| )(--[a-z-]+)=([^ ]*)$/\1\2 \3/' <<< "$line"; printf .)
          line=${line%$'\n'.}
          COMPREPLY=($(compgen -W "$(conversations "[suggest:${#line}]" "$line" 2>/dev/null)" -- "${word#=}"))
        }
        complete -o default -F _conversations conversations
        """;

    private const string Zsh =
        """
        # conversations completion zsh >> ~/.zshrc, after compinit
        _conversations() {
          local line=${BUFFER[1,CURSOR]#* }
          [[ ${PREFIX} == --*=* ]] && { line="${line%%=*} ${line##*=}"; compset -P '*=' }
          local -a candidates
          candidates=(${(f)"$(conversations "[suggest:${#line}]" "$line" 2>/dev/null)"})
          if (( $#candidates )); then compadd -a candidates; else _files; fi
        }
        compdef _conversations conversations
        """;

    private const string Fish =
        """
        # conversations completion fish > ~/.config/fish/completions/conversations.fish
        function __conversations_complete
          set -l line (string replace -r '^\S+ ' '' -- (commandline -cp))
          set -l asked (string replace -r '(^| )(--[a-z-]+)=(\S*)$' '$1$2 $3' -- $line)
          set -l prefix (string match -r -- '^--[a-z-]+=' (commandline -ct))
          set -l candidates (conversations "[suggest:"(string length -- "$asked")"]" "$asked" 2>/dev/null | string match -v '')
          if set -q candidates[1]
            printf '%s\n' "$prefix"$candidates
          else
            __fish_complete_path (commandline -ct)
          end
        end
        complete -c conversations -f -a '(__conversations_complete)'
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

    private static readonly Dictionary<string, string> Scripts = new() { ["bash"] = Bash, ["zsh"] = Zsh, ["fish"] = Fish, ["pwsh"] = PowerShell };

    private static readonly Argument<string> Shell = new("shell") { Description = "bash, zsh, fish or pwsh." };

    public static Command Create()
    {
        Shell.CompletionSources.Add([.. Scripts.Keys]);
        var command = new Command(
            "completion",
            "Prints a script that lets a shell complete commands, options and files.\n\nExample:\n  conversations completion bash >> ~/.bashrc") { Shell };
        command.Validators.Add(result =>
        {
            if (result.GetResult(Shell) is { Tokens: [{ } shell] } && !Scripts.ContainsKey(shell.Value))
            {
                result.AddError("<shell> must be bash, zsh, fish or pwsh.");
            }
        });
        command.SetAction(async (arguments, cancellationToken) =>
        {
            var data = ToolEnvironment.Of(arguments).Data;
            await data.WriteAsync((Scripts[arguments.GetValue(Shell)!].ReplaceLineEndings("\n") + "\n").AsMemory(), cancellationToken);
            await data.FlushAsync(cancellationToken);
            return ExitCode.Done;
        });
        return command;
    }
}
