using Microsoft.AspNetCore.Components.Forms;

namespace CustodyConsole.Features.Approvals;

/// <summary>Reads a file that a person chose in the browser.</summary>
public static class UploadedFile
{
    /// <summary>
    /// Its bytes, at most one more than are taken: that one tells that there are more, and the rest is never read.
    /// </summary>
    public static async Task<byte[]> ReadAsync(IBrowserFile file, int bytesMax)
    {
        ArgumentNullException.ThrowIfNull(file);
        await using var stream = file.OpenReadStream(long.MaxValue);
        using var bytes = new MemoryStream();
        var buffer = new byte[81_920];
        while (bytes.Length <= bytesMax && await stream.ReadAsync(buffer) is var read and > 0) bytes.Write(buffer, 0, read);
        return bytes.Length <= bytesMax + 1 ? bytes.ToArray() : bytes.ToArray()[..(bytesMax + 1)];
    }
}
