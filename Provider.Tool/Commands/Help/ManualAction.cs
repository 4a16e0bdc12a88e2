using System.CommandLine;
using System.CommandLine.Invocation;
using Provider.Arguments.Help;

namespace Provider.Tool.Commands.Help;

/// <summary>What <c>--help</c> does on every command of the tool.</summary>
internal sealed class ManualAction(RootCommand root, string program) : SynchronousCommandLineAction
{
    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        HelpText.Write(
            parseResult.InvocationConfiguration.Output, ManualReader.Read(command, program),
            command == root ? [.. ManualReader.ReadAll(root, program).Skip(1)] : []);
        return 0;
    }
}
