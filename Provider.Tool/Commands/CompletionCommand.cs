using System.CommandLine;
using Provider.Arguments.Help;
using Provider.Tool.Commands.Completion;
using Provider.Tool.Commands.Help;

namespace Provider.Tool.Commands;

/// <summary><c>completion SHELL</c>: writes the script that completes the program's command line in a shell.</summary>
internal static class CompletionCommand
{
    public static Command Build(RootCommand root)
    {
        var shell = new Argument<string>("SHELL") { Description = "The shell." };
        shell.AcceptOnly("bash", "zsh", "fish");
        var command =
            new Command("completion", "Write the script that completes this command line in a shell.") { shell };
        command.SetAction(parsed =>
        {
            Manual[] manuals = [.. ManualReader.ReadAll(root, ToolCommand.Program)];
            parsed.InvocationConfiguration.Output.Write(parsed.GetRequiredValue(shell) switch
            {
                "bash" => BashScript.Make(manuals),
                "zsh" => ZshScript.Make(manuals),
                _ => FishScript.Make(manuals),
            });
        });
        return command;
    }
}
