using Provider.Model;

namespace Provider.Tests.Parameters;

/// <summary>Texts that work with the Go provider, and what it reads in them.</summary>
public sealed class GoClassesTests
{
    [Theory]
    [InlineData("array:\n  - |\n    \n    objectName: a\n    objectType: secret\n")]
    [InlineData("    \narray:\n  - |\n    objectName: a\n    objectType: secret\n")]
    [InlineData("array:\n  - |\n    objectName: \"a\"#c\n    objectType: secret\n")]
    [InlineData("array:\n  - |#c\n    objectName: a\n    objectType: secret\n")]
    [InlineData("array:\n  - |\n    <<: {objectType: secret}\n    objectName: a\n")]
    [InlineData("array:\n  -\n  - |\n    objectName: a\n    objectType: secret\n")]
    [InlineData("\ufeffarray:\n  - |\n    objectName: a\n    objectType: secret\n")]
    [InlineData("array:\n  - \"\\ufeffobjectName: a\\nobjectType: secret\"\n")]
    [InlineData("array:\n  - |\n    objectName: a\n    objectType: secret\n...\n  - x\n")]
    [InlineData("array: [\"objectName: a\\nobjectType: secret\",#c\n]")]
    [InlineData("array: [\"objectName: a\\nobjectType: secret\"]#c")]
    [InlineData("{\"array\":[\"{\\\"objectName\\\":\\\"a\\\",\\\"objectType\\\":\\\"secret\\\"}\"]}}")]
    [InlineData("{\"array\":[\"{\\\"objectName\\\":\\\"a\\\",\\\"objectType\\\":\\\"secret\\\"},\"]}")]
    [InlineData("array:\n  - |\n    objectName: a\n    objectType: secret\n    %YAML 1.2\n")]
    [InlineData("array:\n  - |\n    objectName: a\n    objectType: secret\n    objectalias: x\n"
        + "    objectversion: v9\n")]
    public void A_text_that_the_Go_provider_accepts_gives_its_entry(string objects)
    {
        var entry = new ValidRequest().WithObjects(objects).Entry();

        Assert.Equal(("a", "a", null), (entry.Name, entry.Path.Text, entry.Version));
    }

    [Theory]
    [InlineData("2.0", 2)]
    [InlineData("2.9", 2)]
    [InlineData("0x3", 3)]
    [InlineData("1_0", 10)]
    [InlineData("0o10", 8)]
    [InlineData("010", 8)]
    [InlineData("0b11", 3)]
    [InlineData("08", 8)]
    [InlineData("1e1", 10)]
    [InlineData("+4", 4)]
    public void A_history_is_a_number_of_Go(string text, int expected)
    {
        Assert.Equal(expected, Entry($"objectVersionHistory: {text}").History);
    }

    [Theory]
    [InlineData("certs/")]
    [InlineData("./certs")]
    [InlineData("certs//")]
    [InlineData("./certs/.")]
    public void An_alias_with_a_history_is_cleaned(string alias)
    {
        Assert.Equal("certs", Entry($"objectAlias: {alias}\nobjectVersionHistory: 2").Path.Text);
    }

    [Fact]
    public void A_hyphen_alone_is_a_value_before_a_brace()
    {
        Assert.Equal("-", new ValidRequest().WithEntries("{objectType: secret, objectName: -}").Entry().Name);
    }

    [Fact]
    public void A_permission_may_have_a_sign_and_an_alias_may_be_binary()
    {
        var entry = Entry("filePermission: +644\nobjectAlias: !!binary aGVsbG8=");

        Assert.Equal(("0644", "hello"), (entry.Permission.ToString(), entry.Path.Text));
    }

    [Theory]
    [InlineData("objectAlias")]
    [InlineData("unknown")]
    public void A_binary_value_that_is_not_base64_is_an_error_in_any_field(string field)
    {
        var problem = new ValidRequest().WithField($"{field}: !!binary \"*\"").Problem();

        Assert.Equal(ErrorCodes.ObjectsMalformed, problem.Code);
    }

    [Fact]
    public void A_format_in_capitals_is_ignored_for_a_certificate()
    {
        Assert.Equal("a", new ValidRequest().WithEntries("objectName: a\nobjectType: cert\nobjectFormat: PFX")
            .Entry().Name);
    }

    [Fact]
    public void An_empty_tenantID_falls_back_to_tenantId()
    {
        var request = new ValidRequest().With("tenantID", "").With("tenantId", "22222222-2222-2222-2222-222222222222");

        Assert.Equal("22222222-2222-2222-2222-222222222222", request.Read().OrThrow().Tenant);
    }

    [Fact]
    public void The_first_hundred_problems_are_listed_and_the_others_counted()
    {
        var objects = "array:\n"
            + string.Concat(Enumerable.Range(0, 1000).Select(i => $"  - \"objectName: a {i}\\nobjectType: secret\"\n"));

        var problems = new ValidRequest().WithObjects(objects).Read().Problems;

        Assert.Equal(101, problems.Length);
        Assert.Equal("has 900 more problems", problems[^1].What);
    }

    [Fact]
    public void More_than_two_thousand_files_are_refused()
    {
        var history = new ValidRequest().WithEntries("objectName: a\nobjectType: secret\nobjectVersionHistory: 2001")
            .Problem();
        var list = new ValidRequest().WithObjects("array: [" + string.Concat(Enumerable.Repeat("a,", 2001)) + "]")
            .Problem();

        Assert.StartsWith("asks for 2001 files", history.What, StringComparison.Ordinal);
        Assert.StartsWith("lists 2001 objects", list.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Merge_keys_that_expand_far_beyond_the_text_are_refused()
    {
        var fields = string.Join(", ", Enumerable.Range(0, 1000).Select(i => $"k{i}: v"));
        var objects = $"x: &x {{{fields}}}\narray:\n" + string.Concat(Enumerable.Repeat("  - {<<: *x}\n", 1000));

        Assert.Contains("merge keys expand to too many values", new ValidRequest().WithObjects(objects)
            .Problem().What, StringComparison.Ordinal);
    }

    private static ObjectEntry Entry(string fields) =>
        new ValidRequest().WithEntries("objectName: a\nobjectType: secret\n" + fields).Entry();
}
