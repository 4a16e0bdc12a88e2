using System.Text.Json;

namespace Provider.Tests.Parameters;

/// <summary>Every value that YAML can write, in every field and style, read here and by Go's yaml.v3.</summary>
public sealed class GoShapesTests
{
    private static readonly string[] Fields =
    [
        "objectName", "objectAlias", "objectVersion", "objectVersionHistory", "objectType", "objectFormat",
        "filePermission", "other",
    ];

    private static readonly string[] Values =
    [
        "", "~", "null", "Null", "NULL", "!!null ''", "!!null '~'", "!!null x", "''", "\"\"", "' a '",
        "\" a \"", "a", "a b", "a#b",
        "a #b", "a: b", "a:b", "a:", ":a", "- a", "-a", "-", "--", "---", "...", "?", "?a", "? a", "@a", "`a", "%a",
        "*a", "&a", "&a b", "&a  b", "&a\n  b", "!a", "! a", "!", "!!str 1", "!!str", "!!str ~", "!!str null",
        "!!str true", "!!str [a]", "!!int 1", "!!int 0x10", "!!int a", "!!int '1'", "!!int 1.0", "!!float 1",
        "!!float a", "!!bool true", "!!bool yes", "!!bool a", "!!timestamp 2001-01-01", "!!timestamp a",
        "!!binary YQ==", "!!binary Y", "!!map {}", "!!seq []", "!!set {}", "!!omap []", "!!merge a", "!local a",
        "!<tag:yaml.org,2002:str> 1", "!<tag:yaml.org,2002:int> 1", "!<a> b", "1", "+1", "-1", "01", "010", "0o10",
        "0O10", "0x10", "0X10", "0b10", "0B10", "-0x10", "+0x10", "1_0", "_1", "1_", "1__0", "0x_1", "1,0", "1:30",
        "190:20:30", "1.0", "2.", ".5", "+.5", "1e3", "1E3", "1e+3", "1.5", "1e-3", "2.0e0", "20e-1", "-0", "+0",
        "0.0", "00", "007", "0777", "777", "0o777", "2147483647", "2147483648", "-2147483648", "-2147483649",
        "4294967296", "9223372036854775807", "9223372036854775808", "18446744073709551615", "18446744073709551616",
        "1e100", ".inf", "-.inf", "+.inf", ".Inf", ".INF", ".nan", ".NaN", "inf", "nan", "true", "True", "TRUE",
        "false", "yes", "Yes", "no", "on", "off", "y", "n", "2001-01-01", "2001-1-1", "2001-01-01T00:00:00Z",
        "2001-01-01 00:00:00", "12:00", "<<", "=", "'1'", "\"1\"", "'0x10'", "\"1.0\"", "'~'", "\"null\"", "'true'",
        "[a]", "[]", "{}", "{a: b}", "[a, b]", "{a}", "[[a]]", "[", "]", "{", "}", ",", "a,b", "a, b", "[a", "a]",
        "a}", "\\", "\\n", "\"\\n\"", "\"a\\tb\"", "\"\\x41\"", "\"\\u0041\"", "\"\\U00000041\"",
        "\"\\ud83d\\ude00\"",
        "\"\\ud83d\"", "\"\\q\"", "\"\\/\"", "\"\\e\"", "\"\\0\"", "\"\\a\"", "\"\\ \"", "\"\\_\"", "\"\\N\"",
        "\"\\L\"", "\"\\P\"", "\"\\\t\"", "'a''b'", "'a\"b'", "\"a'b\"", "'a\n\n  b'", "\"a\n  b\"", "\"a\\\n  b\"",
        "\"a \\\n  \\ b\"", "'a\n b'", "a\n  b", "a\n\n  b", "a\n # c\n  b", "a\n  #b", "|\n  a\n", "|\n a\n",
        "|-\n  a\n",
        "|+\n  a\n\n", "|2\n  a\n", "|1\n  a\n", "|4\n    a\n", "|2-\n  a\n", "|-2\n  a\n", "|0\n a\n", "|10\n a\n",
        "| # c\n  a\n", "|# c\n  a\n", "|a\n  b\n", ">\n  a\n  b\n", ">\n  a\n\n  b\n", ">-\n  a\n   b\n",
        ">+\n  a\n\n",
        "|\n\n  a\n", "|\n   \n  a\n", "|\n  a\n   b\n", "|\n\ta\n", "|\n  a\tb\n", "|", ">", "|-", "|\n", "|\n  \n",
        "a\tb", "a\t", "\ta", "a\t#b", "a\r", "\"a\"b", "'a'b", "\"a\" #b", "\"a\"#b", "'a'#b", "\"a\" b", "a\u0085b",
        "a\u2028b", "a\u2029b", "\"a\u0085b\"", "\"a\u0085 b\"", "'a\u2028b'", "a\u00a0", "\u00a0a", "\ufeffa",
        "a\ufeff", "\ufeff", "\u200b", "\u3000a", "\u0001", "a\u007f", "\u0000", "\ud83d\ude00", "é", "\ufffe",
        "a\u0085  objectVersion: b", "a\u2028  objectVersion: b", "\"a", "'a", "a\"", "a'", "\"a\nb\"", "a\nb",
    ];

    // The entry's text around a field and its value.
    private static readonly string[] Entries =
    [
        "objectName: a\nobjectType: secret\n{0}: {1}\n", "{0}: {1}\nobjectName: a\nobjectType: secret",
        "objectName: a\nobjectType: secret\n\"{0}\" : {1}", "objectName: a\nobjectType: secret\n? {0}\n: {1}\n",
        "{{objectName: a, objectType: secret, {0}: {1}}}",
        "{{\"objectName\":\"a\",\"objectType\":\"secret\",\"{0}\":{1}}}",
        "<<: {{{0}: {1}}}\nobjectName: a\nobjectType: secret\n", "%YAML 1.1\n---\nobjectName: a\n{0}: {1}\n...\n",
        "--- # c\nobjectName: a\n{0}: {1}\n--- b\n", "\ufeffobjectName: a\n{0}: {1}\n...\n]",
        "\n\n  objectName: a\n  {0}: {1}\n",
        "!!map\nobjectName: a\n{0}: {1}\n", "&x\nobjectName: a\n{0}: {1}\n", "x: &x {1}\nobjectName: a\n{0}: *x\n",
        "objectName: a\r\nobjectType: secret\r\n{0}: {1}\r\n", "objectName: a\robjectType: secret\r{0}: {1}\r",
    ];

    [Fact]
    public async Task Each_value_is_what_it_is_for_Go_in_each_field_and_style()
    {
        var entries = (
            from entry in Entries
            from value in Values
            from field in Fields
            select Filled(entry, field, value)).Distinct(StringComparer.Ordinal).ToList();

        await GoObjects.CompareAsync(
            [.. entries.Select((entry, place) => Listed(entry, place))], TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Each_value_is_what_it_is_for_Go_around_the_entries()
    {
        const string Entry = "- 'objectName: a'\n";
        string[] texts =
        [
            "array:\n{0}\n" + Entry, "array:\n" + Entry + "{0}\n", "array:\n" + Entry + "- {0}\n",
            "array:\n" + Entry + "x: {0}\n", "x: {0}\narray:\n" + Entry, "{0}: x\narray:\n" + Entry,
            "{0}\narray:\n" + Entry, "--- {0}\narray:\n" + Entry, "array: {0}\n" + Entry,
            "array:\n" + Entry + "...\n{0}\n", "array:\n" + Entry + "---\n{0}\n", "array: ['objectName: a', {0}]\n",
            "array: ['objectName: a'] {0}\n", "{{array: ['objectName: a'], x: {0}}}\n", "array: {0}\n",
            "array: # {0}\n" + Entry, "x: &x {0}\narray:\n" + Entry + "- *x\n", "<<: {0}\narray:\n" + Entry,
            "array:\r\n- {0}\r\n- 'objectName: b'\r\n", "array:\n- |\n  objectName: a\n{0}\n",
            "array:\n- |\n  objectName: a\n  {0}\n", "array:\n- objectName: b\n- {0}\n",
        ];
        var cases =
            from text in texts
            from value in Values
            select Filled(text, "", value, "{0}");

        await GoObjects.CompareAsync(
            [.. cases.Distinct(StringComparer.Ordinal)], TestContext.Current.CancellationToken);
    }

    private static string Filled(string text, string field, string value) => Filled(text, field, value, "{1}");

    private static string Filled(string text, string field, string value, string place) =>
        (place == "{0}" ? text : text.Replace("{0}", field, StringComparison.Ordinal))
            .Replace(place, value, StringComparison.Ordinal)
            .Replace("{{", "{", StringComparison.Ordinal).Replace("}}", "}", StringComparison.Ordinal);

    // As a literal block where it can be one, else as a quoted scalar.
    private static string Listed(string entry, int place) =>
        place % 2 == 0 && !entry.Contains('\r') && entry[0] is not (' ' or '\n' or '\ufeff')
            ? "array:\n  - |\n" + string.Concat(entry.Split('\n').Select(line => $"    {line}\n"))
            : $"array: [{JsonSerializer.Serialize(entry)}]\n";
}
