using System.Text;
using Provider.Protocol;

namespace Provider.Sandbox.Driver;

/// <summary>The driver's checks of a response before it writes anything.</summary>
internal static class DriverRules
{
    /// <summary>The error of a response; null when the driver would write it.</summary>
    public static string? Fault(MountResponse response)
    {
        if (response.Error is { Code.Length: > 0 } error)
        {
            return $"mount request failed with provider error code {error.Code}";
        }

        if (response.ObjectVersion.Count == 0)
        {
            return "missing object versions";
        }

        return response.Files.Select(file => PathFault(file.Path)).FirstOrDefault(fault => fault is not null);
    }

    private static string? PathFault(string path)
    {
        if (path.Length == 0 || path.StartsWith('/'))
        {
            return $"invalid path {path}";
        }

        var elements = path.Split('/');
        if (elements.Contains("..") || elements[0].StartsWith("..", StringComparison.Ordinal))
        {
            return $"path {path} must not contain or start with '..'";
        }

        if (Encoding.UTF8.GetByteCount(path) > 4096
            || elements.Any(element => Encoding.UTF8.GetByteCount(element) > 255))
        {
            return $"path {path} is too long";
        }

        // Go's filepath.Clean would change these.
        return elements.Length > 1 && elements.Any(element => element is "" or ".")
            ? $"path {path} is not clean"
            : null;
    }
}
