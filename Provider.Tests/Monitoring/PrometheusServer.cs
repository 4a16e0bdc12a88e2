using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Provider.Sandbox.Processes;

namespace Provider.Tests.Monitoring;

/// <summary>
/// A Prometheus of our own on loopback, with the rules of the repository, its data in a folder that goes with it.
/// </summary>
internal sealed class PrometheusServer : IAsyncDisposable
{
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(100);

    private readonly DirectoryInfo folder;
    private readonly Process process;
    private readonly CapturedOutput output = new(follow: null);
    private readonly HttpClient http;

    private PrometheusServer(DirectoryInfo folder, Process process, int port)
    {
        (this.folder, this.process) = (folder, process);
        http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        process.ErrorDataReceived += (_, line) => output.Add(line.Data, isStandardOutput: false);
    }

    /// <summary>
    /// Starts it with jobs, each with one target on loopback that is scraped every second. Null where Prometheus is not
    /// installed.
    /// </summary>
    public static async Task<PrometheusServer?> StartAsync(params (string Job, int Port)[] jobs)
    {
        var folder = Directory.CreateTempSubdirectory("prometheus-");
        var port = LoopbackPort.Free();
        var configuration = Path.Combine(folder.FullName, "prometheus.yml");
        await File.WriteAllTextAsync(configuration, Configuration(jobs), Patience.Limit);
        var process = new Process
        {
            StartInfo = new ProcessStartInfo("prometheus",
            [
                $"--config.file={configuration}", $"--storage.tsdb.path={Path.Combine(folder.FullName, "data")}",
                $"--web.listen-address=127.0.0.1:{port}", "--log.level=warn",
            ]) { RedirectStandardError = true },
        };
        var server = new PrometheusServer(folder, process, port);
        try
        {
            process.Start();
            process.BeginErrorReadLine();
        }
        catch (Win32Exception)
        {
            await server.DisposeAsync();
            return null;
        }

        await server.ReadyAsync();
        return server;
    }

    /// <summary>A query's result now.</summary>
    public async Task<IReadOnlyList<Sample>> QueryAsync(string query)
    {
        var response = await GetAsync("/api/v1/query?query=" + Uri.EscapeDataString(query));
        Assert.True(response["status"]!.GetValue<string>() == "success", $"{query}: {response}");
        return
        [
            .. response["data"]!["result"]!.AsArray().Select(one => new Sample(
                string.Join(", ", one!["metric"]!.AsObject().Select(label => $"{label.Key}=\"{label.Value}\"")),
                double.Parse(one["value"]![1]!.GetValue<string>(), CultureInfo.InvariantCulture))),
        ];
    }

    /// <summary>Waits until a query has a result.</summary>
    public async Task WaitForAsync(string query)
    {
        var limit = Patience.Limit;
        while (await QueryAsync(query) is [])
        {
            Assert.False(limit.IsCancellationRequested, $"no result of {query}\n{output.All}");
            await Task.Delay(BetweenLooks, TimeProvider.System, CancellationToken.None);
        }
    }

    /// <summary>The alerts it knows, by name: their health and state.</summary>
    public async Task<IReadOnlyDictionary<string, (string Health, string State)>> AlertsAsync() =>
        (await GetAsync("/api/v1/rules"))["data"]!["groups"]!.AsArray()
            .SelectMany(group => group!["rules"]!.AsArray())
            .ToDictionary(
                rule => rule!["name"]!.GetValue<string>(),
                rule => (rule!["health"]!.GetValue<string>(), rule["state"]!.GetValue<string>()));

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        if (IsStarted() && !process.HasExited)
        {
            process.Kill();
            await process.WaitForExitAsync(CancellationToken.None);
        }

        process.Dispose();
        folder.Delete(recursive: true);
    }

    private static string Configuration(IEnumerable<(string Job, int Port)> jobs) =>
        $"global: {{scrape_interval: 1s, evaluation_interval: 1s}}\nrule_files: "
        + $"[{MonitoringFiles.Rules}]\nscrape_configs:\n"
        + string.Concat(jobs.Select(job =>
            $"- {{job_name: {job.Job}, honor_labels: true, "
            + $"static_configs: [{{targets: ['127.0.0.1:{job.Port}']}}]}}\n"));

    // The body of a 400 says what is wrong with a query, so a status is not an exception.
    private async Task<JsonNode> GetAsync(string path)
    {
        using var response = await http.GetAsync(path, Patience.Limit);
        return (await response.Content.ReadFromJsonAsync<JsonNode>(Patience.Limit))!;
    }

    private async Task ReadyAsync()
    {
        var limit = Patience.Limit;
        while (!await IsReadyAsync(limit))
        {
            Assert.False(
                process.HasExited || limit.IsCancellationRequested, $"Prometheus does not serve:\n{output.All}");
            await Task.Delay(BetweenLooks, TimeProvider.System, CancellationToken.None);
        }
    }

    private async Task<bool> IsReadyAsync(CancellationToken limit)
    {
        try
        {
            using var response = await http.GetAsync("/-/ready", limit);
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private bool IsStarted()
    {
        try
        {
            return process.Id > 0;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }
}

/// <summary>One value of a response of Prometheus, with its labels as text.</summary>
internal sealed record Sample(string Labels, double Value);
