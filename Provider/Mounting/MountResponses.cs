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

        foreach (var (id, version) in ResponseSize.VersionsOf(files))
        {
            response.ObjectVersion.Add(new ObjectVersion { Id = id, Version = version });
        }

        return response;
    }
}
