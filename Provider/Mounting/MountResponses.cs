using System.Collections.Immutable;
using Google.Protobuf;
using Provider.Model;
using Provider.Protocol;

namespace Provider.Mounting;

/// <summary>Step 8: files become the driver's message.</summary>
internal static class MountResponses
{
    /// <summary>Makes the response; the error field stays unset, since it would hide a message from the user.</summary>
    public static MountResponse Make(ImmutableArray<VolumeFile> files)
    {
        var response = new MountResponse();
        foreach (var file in files)
        {
            response.Files.Add(new Protocol.File
            {
                Path = file.Path.Text,
                Mode = file.Permission.Bits,
                // Not copied: no code writes to the bytes once they are a file's contents.
                Contents = UnsafeByteOperations.UnsafeWrap(file.Contents),
            });
        }

        // The driver stores versions by id and the last one wins, so each id is sent once.
        foreach (var version in files.GroupBy(file => file.ObjectId, StringComparer.Ordinal))
        {
            response.ObjectVersion.Add(new ObjectVersion { Id = version.Key, Version = version.Last().ObjectVersion });
        }

        return response;
    }
}
