namespace Provider.Arguments.Help;

/// <summary>Writes a command's help: its purpose, flags under their headings, exit statuses, and examples.</summary>
internal static class HelpText
{
    private const int Width = 80;

    private const int Indent = 6;

    public static void Write(TextWriter output, Manual manual, IReadOnlyList<Manual> verbs)
    {
        Paragraph(output, "", $"{manual.Command} - {manual.Purpose}");
        Head(output, "Usage");
        output.WriteLine("  " + manual.Usage);
        WriteVerbs(output, manual, verbs);
        if (manual.Arguments.Length > 0)
        {
            Head(output, "Arguments");
            foreach (var argument in manual.Arguments)
            {
                var values = argument.Values.Length > 0 ? $" One of: {string.Join(", ", argument.Values)}." : "";
                Entry(output, argument.Name, argument.Purpose + values);
            }
        }

        foreach (var group in manual.Groups)
        {
            Head(output, group.Title);
            foreach (var flag in group.Flags)
            {
                Entry(output, flag.Synopsis, Describe(flag));
            }
        }

        WriteEnd(output, manual.Texts);
    }

    public static string Describe(ManualFlag flag)
    {
        var format = flag.Values.Length > 0 ? $" One of: {string.Join(", ", flag.Values)}."
            : flag.Range is { } range ? $" Format: {range}." : "";
        var usual = flag.IsRequired ? " Required." : flag.Default is { } value ? $" Default: {value}." : "";
        return flag.Purpose + format + usual + (flag.Variable is { } variable ? $" Environment: {variable}." : "");
    }

    private static void WriteVerbs(TextWriter output, Manual manual, IReadOnlyList<Manual> verbs)
    {
        if (verbs.Count == 0)
        {
            return;
        }

        Head(output, "Commands");
        foreach (var verb in verbs)
        {
            Entry(output, verb.Name, verb.Purpose);
        }

        output.WriteLine($"\nRun '{manual.Program} COMMAND --help' for the flags of a command.");
    }

    private static void WriteEnd(TextWriter output, ManualTexts texts)
    {
        Head(output, "Exit status");
        foreach (var (status, meaning) in texts.Statuses)
        {
            Paragraph(output, $"  {status}   ", meaning);
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
        Paragraph(output, new string(' ', Indent), text);
    }

    // The first line has a prefix; the others are indented by its length.
    private static void Paragraph(TextWriter output, string start, string text)
    {
        var (line, isEmpty) = (start, true);
        foreach (var word in text.Split(' '))
        {
            if (!isEmpty && line.Length + 1 + word.Length > Width)
            {
                output.WriteLine(line);
                (line, isEmpty) = (new string(' ', start.Length), true);
            }

            line += isEmpty ? word : " " + word;
            isEmpty = false;
        }

        output.WriteLine(line);
    }
}
