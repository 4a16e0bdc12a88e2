using System.Text;
using Microsoft.Extensions.Logging;
using Provider.Telemetry;

namespace Provider.Tests.Telemetry;

public sealed class LogWriterTests : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly Reader reader = new();

    public void Dispose() => reader.Dispose();

    [Fact]
    public async Task Lines_are_written_in_their_order()
    {
        var log = new LogWriter(reader);
        log.WriteLine("one");
        log.Write("two\nth");
        log.Write("ree\r\n");

        await log.CompleteAsync(Longest);

        Assert.Equal(["one", "two", "three"], reader.Lines);
        Assert.Equal(0, log.Lost);
    }

    [Fact]
    public async Task A_reader_that_has_stopped_makes_no_logger_wait_and_learns_later_how_much_it_missed()
    {
        reader.Stop();
        var log = new LogWriter(reader);
        for (var line = 0; line < LogWriter.MostLines + 20; line++)
        {
            log.WriteLine($"line {line}");
        }

        // One line may have left the queue for the writer.
        Assert.InRange(log.Lost, 19, 20);
        var lost = log.Lost;
        reader.Go();
        await log.CompleteAsync(Longest);

        Assert.Equal(LogWriter.MostLines + 21 - lost, reader.Lines.Count);
        Assert.Equal($"{lost} log lines dropped",
            Assert.Single(reader.Lines, line => line.Contains("dropped", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Long_lines_are_bounded_by_their_characters()
    {
        reader.Stop();
        var log = new LogWriter(reader);
        for (var line = 0; line < 100; line++)
        {
            log.WriteLine(new string('x', LogWriter.MostCharacters / 10));
        }

        Assert.InRange(log.Lost, 89, 90);
        reader.Go();
        await log.CompleteAsync(Longest);
    }

    [Fact]
    public async Task A_write_that_fails_is_counted_and_reaches_no_logger()
    {
        reader.Fails = true;
        var log = new LogWriter(reader);
        log.WriteLine("one");
        log.WriteLine("two");

        await log.CompleteAsync(Longest);

        Assert.Equal(2, log.Lost);
    }

    [Fact]
    public async Task The_end_does_not_wait_for_a_writer_that_is_stuck()
    {
        reader.Stop();
        var log = new LogWriter(reader);
        log.WriteLine("one");

        await log.CompleteAsync(TimeSpan.FromMilliseconds(10));

        Assert.Empty(reader.Lines);
        reader.Go();
    }

    [Fact]
    public async Task The_report_looks_like_every_other_line()
    {
        reader.Stop();
        var log = new LogWriter(reader);
        using var provider = new LineLoggerProvider(log, LogFormat.Json, TimeProvider.System);
        var logger = provider.CreateLogger("Test");
        for (var line = 0; line < LogWriter.MostLines + 20; line++)
        {
            logger.Log(LogLevel.Information, 1, "state", null, (_, _) => "text");
        }

        reader.Go();
        await log.CompleteAsync(Longest);

        Assert.All(reader.Lines, line => Assert.StartsWith("{\"ts\":", line, StringComparison.Ordinal));
        Assert.Contains(reader.Lines, line => line.Contains("log lines dropped", StringComparison.Ordinal));
    }

    /// <summary>Standard error whose reader the test controls.</summary>
    private sealed class Reader : TextWriter
    {
        private readonly ManualResetEventSlim reads = new(true);
        private readonly List<string> lines = [];

        public bool Fails { get; set; }

        public List<string> Lines => lines;

        public override Encoding Encoding => Encoding.UTF8;

        public void Stop() => reads.Reset();

        public void Go() => reads.Set();

        public override void WriteLine(string? value)
        {
            reads.Wait(Longest);
            if (Fails)
            {
                throw new IOException("No space left on device");
            }

            lines.Add(value!);
        }
    }
}
