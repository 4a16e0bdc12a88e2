using System.CommandLine;
using System.CommandLine.Invocation;

namespace Provider.Commands.Help;

/// <summary>Writes a command's help: what it is for, how it is typed, every flag below its heading, how it ends, examples.</summary>
/// <param name="root">The root command.</param>
/// <param name="program">The name of the program.</param>
internal sealed class HelpText(RootCommand root, string program) : SynchronousCommandLineAction
{
    private const int Width = 100;
    private const int Indent = 6;

    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult.InvocationConfiguration.Output, parseResult.CommandResult.Command);
        return 0;
    }

    /// <summary>A flag's description, default, range and variable as sentences.</summary>
    /// <param name="flag">The flag.</param>
    public static string Described(ManualFlag flag) =>
        flag.Purpose
        + (flag.Values.Length > 0 ? $" One of: {string.Join(", ", flag.Values)}." : flag.Range is { } range ? $" Range: {range}." : "")
        + (flag.IsRequired ? " It must be given." : flag.Default is { } usual ? $" Default: {usual}." : "")
        + (flag.Variable is { } variable ? $" Environment: {variable}." : "");

    private void Write(TextWriter output, Command command)
    {
        var manual = ManualReader.Read(command, program);
        output.WriteLine($"{manual.Command} - {manual.Purpose}");
        Head(output, "Usage");
        output.WriteLine("  " + manual.Usage);
        if (command is RootCommand { Subcommands.Count: > 0 })
        {
            WriteVerbs(output);
        }

        if (manual.Arguments.Length > 0)
        {
            Head(output, "Arguments");
            foreach (var argument in manual.Arguments)
            {
                Entry(output, argument.Name, argument.Purpose + (argument.Values.Length > 0 ? $" One of {string.Join(", ", argument.Values)}." : ""));
            }
        }

        foreach (var group in manual.Groups)
        {
            Head(output, group.Title);
            foreach (var flag in group.Flags)
            {
                Entry(output, flag.Synopsis, Described(flag));
            }
        }

        WriteEnd(output, manual.Texts);
    }

    private void WriteVerbs(TextWriter output)
    {
        Head(output, "Verbs");
        foreach (var verb in ManualReader.ReadAll(root, program).Where(verb => verb.Name.Length > 0))
        {
            Entry(output, verb.Name, verb.Purpose);
        }

        output.WriteLine($"\nRun '{program} VERB --help' for the flags of a verb.");
    }

    private static void WriteEnd(TextWriter output, ManualTexts texts)
    {
        Head(output, "Exit status");
        foreach (var (status, meaning) in texts.Statuses)
        {
            output.WriteLine($"  {status}   {meaning}");
        }

        Head(output, "Examples");
        foreach (var (purpose, line) in texts.Examples)
        {
            output.WriteLine($"  # {purpose}\n  {line}");
        }
    }

    private static void Head(TextWriter output, string title) => output.WriteLine($"\n{title}:");

    private static void Entry(TextWriter output, string name, string text)
    {
        output.WriteLine("  " + name);
        var line = new string(' ', Indent - 1);
        foreach (var word in text.Split(' '))
        {
            if (line.Length + word.Length >= Width)
            {
                output.WriteLine(line);
                line = new string(' ', Indent - 1);
            }

            line += " " + word;
        }

        output.WriteLine(line);
    }
}
