using System.Text;
using Provider.Parameters;

namespace Provider.Tests.Parameters;

/// <summary>Texts of <c>objects</c> that were changed at random, read here and by Go's yaml.v3.</summary>
public sealed class GoObjectsTests
{
    private const int Texts = 50_000;

    private static readonly string[] Seeds =
    [
        "array:\n  - |\n    objectName: a\n    objectType: secret\n    objectAlias: d/e\n",
        "array:\n  - |\n    objectName: \"a\"   # comment\n    objectType: 'secret'\n    objectVersionHistory: 3\n"
        + "  - |\n    objectName: b\n    objectType: key\n    objectVersion: latest\n    filePermission: 0644\n",
        "array: [\"objectName: a\\nobjectType: secret\", 'objectName: b']\n",
        "{\"array\":[\"{\\\"objectName\\\":\\\"a\\\",\\\"objectType\\\":\\\"secret\\\"}\"]}",
        "# comment\narray:\n- >-\n  objectName: c\n\n  objectType: cert\n- &x |\n  objectName: d\n- *x\n",
    ];

    private static readonly string[] Pieces =
    [
        "\n", " ", "  ", "\n    ", "#", " #c", "#c", "- ", "-", "- |\n    ", "|", ">", "|-", "|+", ":", ": ", ",", "[",
        "]", "{",
        "}", "\"", "'", "~", "null", "...", "...\n", "---\n", "%YAML 1.1\n", "&a ", "*a", "<<: ", "!!str ", "!!binary ",
        "?", "\r\n",
        "\ufeff", "é", "\\n", "\\", "0x10", "010", "2.0", "true", "objectAlias: x\n    ", "objectVersion: v\n    ",
        "array:\n",
        "@", "`", "=", "\t", "\u0085", "\u2028", "\u00a0", "\u0001", "\0", "\u007f", "\ufffe", "\\x41", "\\u0041",
        "\\N", "\\L", "\\_", "\\e", "\\/", "\\\n", "!!int ", "!!float ", "!!null ", "!!bool ", "! ", "!x ",
        "!<tag:yaml.org,2002:str> ", "%TAG ! tag:x,2000:\n", "? a\n: b\n", "- - ", "|2\n", ">+\n", "''", "\"\"",
        "1e1", "-0", ".inf", ".nan", "0b11", "1_0", "yes", "2001-01-01", "&x ", "*x", "<<: *x\n", "<<: [*x]\n",
        "objectVersionHistory: ", "filePermission: ", "\r", "objectName: ", "\n\n", "   ", "{}", "[]", "{a: b}",
        "[a, b]",
    ];

    [Fact]
    public async Task What_the_Go_provider_reads_is_read_here_alike()
    {
        var random = new Random(1);
        var texts = Enumerable.Range(0, Texts).Select(_ => Changed(random)).ToList();

        var go = await GoObjects.CompareAsync(texts, TestContext.Current.CancellationToken);

        // Enough of each kind, or the comparison says nothing.
        Assert.InRange(go.Count(read => read is { Count: > 0 }), Texts / 10, Texts - (Texts / 10));
    }

    [Theory]
    [InlineData("\\\"a\\Nb\\\"", "a b")]
    [InlineData("'a\\Nb'", "a b")]
    [InlineData("\\\"a\\N b\\\"", "a b")]
    [InlineData("\\\"a\\N\\Nb\\\"", "a\nb")]
    [InlineData("\\\"a\\\\Nb\\\"", "a\u0085b")]
    [InlineData("\\\"a\\Lb\\\"", "a\u2028b")]
    [InlineData("'a\\Pb'", "a\u2029b")]
    [InlineData("'a\\_b'", "a\u00a0b")]
    [InlineData("a\\Nb: c", "a")]
    public void A_line_end_of_Unicode_in_a_value_is_what_it_is_for_Go(string alias, string expected)
    {
        var problems = new ProblemList();
        var text = $"array: [\"objectName: a\\nobjectType: secret\\nobjectAlias: {alias}\"]\n";

        var entry = Assert.Single(ObjectsReader.Read(text, problems));

        Assert.Equal(expected, entry.Find(EntryText.ObjectAlias, problems));
    }

    private static string Changed(Random random)
    {
        var text = new StringBuilder(Seeds[random.Next(Seeds.Length)]);
        for (var change = random.Next(1, 4); change > 0; change--)
        {
            var at = random.Next(text.Length);
            switch (random.Next(4))
            {
                case 0:
                    text.Remove(at, Math.Min(text.Length - at, random.Next(1, 4)));
                    break;
                case 1:
                    text.Insert(at, text.ToString(at, Math.Min(text.Length - at, random.Next(1, 20))));
                    break;
                default:
                    text.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
            }

            if (text.Length == 0)
            {
                text.Append('a');
            }
        }

        return text.ToString();
    }
}
