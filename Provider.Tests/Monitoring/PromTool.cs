using System.ComponentModel;
using System.Diagnostics;

namespace Provider.Tests.Monitoring;

/// <summary>Prometheus's own checker.</summary>
internal static class PromTool
{
    /// <summary>Why a test that needs Prometheus is skipped.</summary>
    public const string Missing = "Prometheus is not installed on this machine (Debian package prometheus)";

    /// <summary>Runs it, and gives how it ended and what it said.</summary>
    public static async Task<(int Status, string Said)> RunAsync(string input, params string[] arguments)
    {
        var start = new ProcessStartInfo("promtool", arguments)
        {
            RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true,
        };
        using var process = Start(start);
        var (output, error) =
            (process.StandardOutput.ReadToEndAsync(Patience.Limit),
                process.StandardError.ReadToEndAsync(Patience.Limit));
        await process.StandardInput.WriteAsync(input.AsMemory(), Patience.Limit);
        process.StandardInput.Close();
        await process.WaitForExitAsync(Patience.Limit);
        return (process.ExitCode, await output + await error);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception)
        {
            Assert.Skip(Missing);
            throw;
        }
    }
}
