using System.Collections.Immutable;
using System.Text;

namespace Provider.Tests.Docs;

/// <summary>
/// Takes a block of shell text apart into the commands in it. Enough for what documents hold; bash itself checks the
/// rest.
/// </summary>
internal static class ShellCommands
{
    /// <summary>
    /// Every command as its words, those inside <c>$(...)</c> too; comments and here-documents are passed over.
    /// </summary>
    public static ImmutableArray<ImmutableArray<string>> Read(string text)
    {
        var commands = ImmutableArray.CreateBuilder<ImmutableArray<string>>();
        string? hereEnd = null;
        foreach (var line in text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n'))
        {
            if (hereEnd is not null)
            {
                hereEnd = line.Trim() == hereEnd ? null : hereEnd;
                continue;
            }

            var here = line.IndexOf("<<", StringComparison.Ordinal);
            hereEnd = here < 0 ? null : line[(here + 2)..].Split('|', '>')[0].Trim(' ', '-', '\'', '"');
            Split(here < 0 ? line : line[..here], commands);
        }

        return commands.ToImmutable();
    }

    private static void Split(string line, ImmutableArray<ImmutableArray<string>>.Builder commands)
    {
        var words = new List<string>();
        var word = new StringBuilder();
        var quote = '\0';
        for (var at = 0; at < line.Length; at++)
        {
            var letter = line[at];
            if (letter == '$' && quote != '\'' && at + 1 < line.Length && line[at + 1] == '(')
            {
                var end = Closing(line, at + 1);
                Split(line[(at + 2)..end], commands);
                word.Append("$()");
                at = end;
            }
            else if (quote != '\0' || letter is '\'' or '"')
            {
                quote = quote == '\0' ? letter : letter == quote ? '\0' : Append(word, letter, quote);
            }
            else if (letter == '#' && word.Length == 0)
            {
                break;
            }
            else if (letter is ' ' or '|' or '&' or ';' or '>' or '<')
            {
                EndToken(word, words);
                if (letter is '|' or '&' or ';')
                {
                    End(words, commands);
                }
            }
            else
            {
                word.Append(letter);
            }
        }

        EndToken(word, words);
        End(words, commands);
    }

    private static char Append(StringBuilder word, char letter, char quote)
    {
        word.Append(letter);
        return quote;
    }

    private static int Closing(string line, int open)
    {
        var depth = 0;
        for (var at = open; at < line.Length; at++)
        {
            depth += line[at] switch { '(' => 1, ')' => -1, _ => 0 };
            if (depth == 0)
            {
                return at;
            }
        }

        return line.Length;
    }

    private static void EndToken(StringBuilder word, List<string> words)
    {
        if (word.Length > 0)
        {
            words.Add(word.ToString());
            word.Clear();
        }
    }

    private static void End(List<string> words, ImmutableArray<ImmutableArray<string>>.Builder commands)
    {
        // An assignment in front sets a variable for the command; alone it is not a command.
        ImmutableArray<string> command = [
            .. words.SkipWhile(
                word => word.Split('=')[0] is var name && name.Length < word.Length && name.All(IsOfAName))];
        words.Clear();
        if (command.Length > 0)
        {
            commands.Add(command);
        }
    }

    private static bool IsOfAName(char letter) => char.IsAsciiLetterOrDigit(letter) || letter == '_';
}
