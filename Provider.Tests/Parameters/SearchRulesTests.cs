using Provider.Model;
using Provider.Parameters;

namespace Provider.Tests.Parameters;

/// <summary>Entries that mean many objects: by name, by tags.</summary>
public sealed class SearchRulesTests
{
    [Fact]
    public void The_defaults_are_a_hundred_objects_with_their_names_as_paths()
    {
        var entry = Read("name: app-*");

        Assert.Equal((100, "{name}", "app-*"), (entry.Search!.MaxObjects, entry.Search.Alias, entry.Name));
        Assert.Equal("objects[0] \"app-*\"", entry.ToString());
    }

    [Theory]
    [InlineData("name: app-*", "app-", true)]
    [InlineData("name: app-*", "app-db-1", true)]
    [InlineData("name: app-*", "APP-DB", true)]
    [InlineData("name: app-*", "my-app-db", false)]
    [InlineData("name: a?c", "abc", true)]
    [InlineData("name: a?c", "ac", false)]
    [InlineData("name: a?", "a", false)]
    [InlineData("name: a*?", "a", false)]
    [InlineData("name: \"??*\"", "abc", true)]
    [InlineData("name: \"*\"", "anything", true)]
    [InlineData("name: plain", "plain", true)]
    [InlineData("name: plain", "plainer", false)]
    [InlineData("name: \"*a*b*\"", "xxaxxbxx", true)]
    [InlineData("name: \"*a*b*\"", "xxbxxaxx", false)]
    [InlineData("regexp: a|bc", "bc", true)]
    [InlineData("regexp: a|bc", "abc", false)]
    [InlineData("regexp: app-[0-9]+", "app-12", true)]
    [InlineData("regexp: app-[0-9]+", "app-12x", false)]
    [InlineData("regexp: (?i)APP", "app", true)]
    public void A_pattern_matches_whole_names_in_any_case(string find, string name, bool matches) =>
        Assert.Equal(matches, Matches(Read(find).Search!, ListedObject.Of(name, [])));

    [Fact]
    public void Each_tag_must_be_there_with_its_value()
    {
        var search = Read("tags: {app: shop, tier: \"1\"}").Search!;

        Assert.True(Matches(
            search, ListedObject.Of("a", [new("tier", "1"), new("app", "shop"), new("more", null)])));
        Assert.False(Matches(search, ListedObject.Of("a", [new("app", "shop")])));
        Assert.False(Matches(search, ListedObject.Of("a", [new("app", "1"), new("tier", "shop")])));
        Assert.False(Matches(search, ListedObject.Of("a", [new("APP", "shop"), new("tier", "1")])));
    }

    [Theory]
    [InlineData("find: app-*", "find", "is not a mapping")]
    [InlineData("find: {}", "find", "names nothing")]
    [InlineData("find: {name: a/b}", "find.name", "\"a/b\" has a character that no name has")]
    [InlineData("find: {name: a, regexp: b}", "find.regexp", "cannot be combined with name")]
    [InlineData("find: {regexp: 'a)(b'}", "find.regexp",
        "\"a)(b\" is not a regular expression that can be matched in linear time")]
    [InlineData("find: {regexp: '(a)\\1'}", "find.regexp",
        "\"(a)\\\\1\" is not a regular expression that can be matched in linear time")]
    [InlineData("find: {regexp: '(?=a)b'}", "find.regexp",
        "\"(?=a)b\" is not a regular expression that can be matched in linear time")]
    [InlineData("find: {regexp: '((a{99}){99}){99}'}", "find.regexp", "\"((a{99}){99}){99}\" has a brace")]
    [InlineData("find: {tags: [a]}", "find.tags", "is not a mapping of 1 to 15 tags")]
    [InlineData("find: {name: a}\nobjectVersion: 1", "objectVersion", "cannot be combined with find")]
    [InlineData("find: {name: a}\nobjectName: a", "objectName", "cannot be combined with find")]
    [InlineData("find: {name: a}\ndefault: a", "default", "cannot be combined with find")]
    [InlineData("find: {name: a}\nmaxObjects: 0", "maxObjects", "\"0\" is not a number from 1 to 2000")]
    [InlineData("find: {name: a}\nmaxObjects: 2001", "maxObjects", "\"2001\" is not a number from 1 to 2000")]
    [InlineData("find: {name: a}\nobjectAlias: a", "objectAlias", "\"a\" does not have {name} in it")]
    [InlineData("find: {name: a}\nobjectAlias: '{name|shout}'", "objectAlias",
        "\"{name|shout}\" does not have {name} in it")]
    [InlineData("find: {name: a}\nobjectAlias: '{name}{x}'", "objectAlias",
        "\"{name}{x}\" has a brace that does not belong to {name}")]
    [InlineData("find: {name: a}\nobjectAlias: '../{name}'", "objectAlias", "\"../{name}\" has two dots in a row")]
    public void A_mistake_is_reported_with_its_place(string lines, string field, string what)
    {
        var problem = new ValidRequest().WithEntries("objectType: secret\n" + lines).Problem();

        Assert.Equal((field, what), (problem.Place.Field, problem.What));
    }

    [Fact]
    public void MaxObjects_needs_find() =>
        Assert.Equal("needs find", new ValidRequest().WithField("maxObjects: 1").Problem().What);

    [Theory]
    [InlineData("*")]
    [InlineData("app-*")]
    public void An_asterisk_for_a_name_is_refused_with_a_hint_at_find(string name) =>
        Assert.Equal(
            $"Write find: {{name: \"{name}\"}} in the place of objectName for all objects of that name.",
            new ValidRequest().WithEntries($"objectName: \"{name}\"\nobjectType: secret").Problem().Fix);

    [Fact]
    public void More_than_twenty_searches_are_refused() =>
        Assert.Equal(
            "has 21 entries with find, more than 20",
            new ValidRequest().WithEntries([.. Enumerable.Repeat("find: {name: a}\nobjectType: secret", 21)]).Problem()
                .What);

    [Theory]
    [InlineData("{name}", "App-Db", "App-Db")]
    [InlineData("a/{name|lower}.txt", "App-Db", "a/app-db.txt")]
    [InlineData("{name|upper|underscore}", "App-Db", "APP_DB")]
    [InlineData("{name}/{name|underscore}", "a-b", "a-b/a_b")]
    public void A_template_is_filled(string template, string name, string path) =>
        Assert.Equal(path, NameTemplate.Apply(template, name));

    // With backtracking this test would not end.
    [Theory]
    [InlineData("regexp: (a+)+b")]
    [InlineData("regexp: (a|a)*b")]
    [InlineData("regexp: (a*)*(a*)*(a*)*b")]
    [InlineData("regexp: (.*)(.*)(.*)(.*)(.*)(.*)b")]
    [InlineData("name: \"*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b\"")]
    public void A_catastrophic_pattern_is_matched_in_linear_time(string find)
    {
        var search = Read(find).Search!;

        Assert.Empty(search.Among(
            Enumerable.Repeat(ListedObject.Of(new string('a', 127), []), 10_000), () => { }));
    }

    [Theory]
    [InlineData(122, " is longer than 64 characters")]
    [InlineData(61, " has more than 12 of the signs .*+?[\\|")]
    [InlineData(11, " has more than 12 of the signs .*+?[\\|")]
    public void A_regular_expression_that_needs_much_memory_is_refused(int dots, string what) =>
        Assert.EndsWith(
            what,
            new ValidRequest().WithEntries($"find: {{regexp: '.*a{new string('.', dots)}'}}\nobjectType: secret")
                .Problem().What,
            StringComparison.Ordinal);

    [Theory]
    [InlineData(4, "find.regexp, more than 3")]
    [InlineData(2000, "find, more than 20")]
    public void Too_many_searches_are_refused_before_their_patterns_are_read(int count, string most)
    {
        var request = new ValidRequest().WithObjects(
            "array:\n- &x {find: {regexp: '(((('}, objectType: secret}\n"
            + string.Concat(Enumerable.Repeat("- *x\n", count - 1)));

        Assert.Equal($"has {count} entries with {most}", request.Problem().What);
    }

    [Fact]
    public void The_key_of_a_tag_is_quoted_and_cut()
    {
        var problem = new ValidRequest()
            .WithEntries($"find:\n  tags:\n    \"\\u202e{new string('x', 500)}\": [a]\nobjectType: secret").Problem();

        Assert.Equal($"find.tags.\"\\u202e{new string('x', 63)}...\"", problem.Place.Field);
    }

    private static bool Matches(ObjectSearch search, ListedObject listed) =>
        search.Among([listed], () => { }).Any();

    private static ObjectEntry Read(string find) =>
        new ValidRequest().WithEntries("find:\n  " + find + "\nobjectType: secret").Entry();
}
