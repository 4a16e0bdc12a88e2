namespace Provider.Tests.Commands;

/// <summary>The page of the command line is what the command line says of itself.</summary>
public sealed class CliPageTests
{
    private const string Write = "PROVIDER_WRITE_CLI_PAGE";

    [Fact]
    public async Task The_page_is_made_of_the_command_line()
    {
        var path = Path.Combine(Repository.Root, "docs", "cli.md");
        var made = CliPage.Make();
        if (Environment.GetEnvironmentVariable(Write) is { Length: > 0 })
        {
            await File.WriteAllTextAsync(path, made, Patience.Limit);
        }

        Assert.True(
            made == await File.ReadAllTextAsync(path, Patience.Limit),
            $"docs/cli.md is not what the command line says. Make it anew: {Write}=1 dotnet test --project "
            + "Provider.Tests -- --filter-class '*CliPageTests'");
    }

    [Fact]
    public void Every_verb_has_examples_and_exit_statuses_and_every_flag_a_purpose()
    {
        Assert.All(CliPage.Manuals, manual =>
        {
            Assert.NotEmpty(manual.Texts.Examples);
            Assert.Contains(manual.Texts.Statuses, status => status.Status == 0);
            Assert.All(manual.Flags, flag => Assert.EndsWith(".", flag.Purpose, StringComparison.Ordinal));
        });
        Assert.Equal(
            ["provider", "provider-tool", "provider-tool check", "provider-tool mount", "provider-tool completion"],
            CliPage.Manuals.Select(manual => manual.Command));
    }

    [Fact]
    public void Every_flag_that_takes_a_value_shows_its_default_or_that_it_must_be_given() =>
        Assert.All(
            CliPage.Manuals.SelectMany(manual => manual.Flags).Where(flag => flag.Value.Length > 0),
            flag => Assert.True(flag.IsRequired || flag.Default is not null || flag.Variable is not null, flag.Name));
}
