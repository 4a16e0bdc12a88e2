using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using Provider.Telemetry;

namespace Provider.Tests.Telemetry;

public sealed partial class LogLinesTests
{
    private static readonly FakeTimeProvider Time = new(new DateTimeOffset(2026, 3, 4, 5, 6, 7, 89, TimeSpan.Zero));

    [Fact]
    public void A_text_line_looks_like_klogs()
    {
        var line = Line(LogFormat.Text, logger => LogMounted(logger, "shop/app-0", 3, 1.23456, null));

        Assert.Equal(
            $"I0304 05:06:07.089000 {Environment.ProcessId} LogLinesTests] \"mounted\" pod=\"shop/app-0\" files=3 "
            + "ms=1.235", line);
    }

    [Fact]
    public void A_json_line_is_one_object_with_its_fields()
    {
        using var json =
            JsonDocument.Parse(Line(LogFormat.Json, logger => LogMounted(logger, "shop/\"app\"\n", 3, 0.5, null)));

        var line = json.RootElement;
        Assert.Equal("mounted", line.GetProperty("msg").GetString());
        Assert.Equal("information", line.GetProperty("level").GetString());
        Assert.Equal("shop/\"app\"\n", line.GetProperty("pod").GetString());
        Assert.Equal(3, line.GetProperty("files").GetInt32());
        Assert.Equal(0.5, line.GetProperty("ms").GetDouble());
    }

    [Theory]
    [InlineData(nameof(LogFormat.Text))]
    [InlineData(nameof(LogFormat.Json))]
    public void No_field_can_begin_a_line_of_its_own(string format)
    {
        var line =
            Line(Enum.Parse<LogFormat>(format), logger => LogMounted(logger, "x\nI0101 forged\r\u2028y", 0, 0, null));

        Assert.DoesNotContain(line, letter => char.IsControl(letter) || letter == '\u2028');
    }

    [Theory]
    [InlineData(nameof(LogFormat.Text))]
    [InlineData(nameof(LogFormat.Json))]
    public void Characters_that_change_how_a_line_is_shown_are_escaped_and_letters_are_not(string format)
    {
        const string Tricks = "\u202e\u2066\u200b\u00ad\ufeff\U000e0041";
        var line = Line(Enum.Parse<LogFormat>(format), logger => LogMounted(logger, Tricks + "日本é", 0, 0, null));

        Assert.Contains(@"""\u202E\u2066\u200B\u00AD\uFEFF\uDB40\uDC41日本é""", line, StringComparison.Ordinal);
        Assert.DoesNotContain(
            line, letter => char.GetUnicodeCategory(letter) is UnicodeCategory.Format or UnicodeCategory.Surrogate);
    }

    [Theory]
    [InlineData(nameof(LogFormat.Text))]
    [InlineData(nameof(LogFormat.Json))]
    public void An_exceptions_message_is_never_written(string format)
    {
        var line =
            Line(Enum.Parse<LogFormat>(format),
                logger => LogMounted(logger, "x", 0, 0, new InvalidDataException("canary")));

        Assert.Contains("System.IO.InvalidDataException", line, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", line, StringComparison.Ordinal);
    }

    private static string Line(LogFormat format, Action<ILogger> log)
    {
        using var output = new StringWriter();
        using var provider = new LineLoggerProvider(output, format, Time);
        log(provider.CreateLogger("Provider.Tests.LogLinesTests"));
        return Assert.Single(output.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries));
    }

    private static void LogMounted(ILogger logger, string pod, int files, double ms, Exception? error) =>
        Mounted(logger, pod, files, ms, none: null, error);

    [LoggerMessage(1, LogLevel.Information, "mounted")]
    private static partial void Mounted(
        ILogger logger, string pod, int files, double ms, string? none, Exception? error);
}
