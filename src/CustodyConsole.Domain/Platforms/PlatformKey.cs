using System.Security.Cryptography;

namespace CustodyConsole.Domain.Platforms;

/// <summary>A public key with which a platform signs its requests.</summary>
/// <param name="Pem">The key as PEM (SubjectPublicKeyInfo), written anew from what was read.</param>
/// <param name="Algorithm">Algorithm and size, such as RSA 2048.</param>
/// <param name="Fingerprint">SHA-256 over the key's DER form, in hexadecimal digits.</param>
public sealed record PlatformKey(string Pem, string Algorithm, string Fingerprint)
{
    /// <summary>The most keys of a platform, so that one can follow another.</summary>
    public const int KeysMax = 4;

    /// <summary>The shortest RSA key that is taken, in bits.</summary>
    public const int RsaBitsMin = 2048;

    private const int TextMax = 8_192;

    /// <summary>The fingerprint in groups, as people compare it.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string Shown => string.Join(' ', Fingerprint.Chunk(4).Select(four => new string(four)));

    /// <summary>
    /// Reads a key as pasted. Refusals in order: <see cref="DossierRefusals.KeyIsPrivate"/>, <see cref="DossierRefusals.KeyMalformed"/>,
    /// <see cref="DossierRefusals.KeyTooWeak"/>.
    /// </summary>
    public static Outcome<PlatformKey> Read(string? text)
    {
        text = text?.Trim() ?? "";
        // A private key that left its owner is lost to everybody: it is never kept, not even in a draft.
        if (text.Contains("PRIVATE KEY", StringComparison.OrdinalIgnoreCase)) return DossierRefusals.KeyIsPrivate();
        if (text.Length is 0 or > TextMax || !PemEncoding.TryFind(text, out var fields) || text[fields.Label] != "PUBLIC KEY")
            return DossierRefusals.KeyMalformed();
        try
        {
            var der = Convert.FromBase64String(text[fields.Base64Data]);
            return OfRsa(der) ?? OfCurve(der) ?? DossierRefusals.KeyMalformed();
        }
        catch (FormatException)
        {
            return DossierRefusals.KeyMalformed();
        }
    }

    private static Outcome<PlatformKey>? OfRsa(byte[] der)
    {
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportSubjectPublicKeyInfo(der, out _);
        }
        catch (CryptographicException)
        {
            return null;
        }

        return rsa.KeySize < RsaBitsMin
            ? DossierRefusals.KeyTooWeak(rsa.KeySize, RsaBitsMin)
            : Of($"RSA {rsa.KeySize}", rsa.ExportSubjectPublicKeyInfo());
    }

    private static Outcome<PlatformKey>? OfCurve(byte[] der)
    {
        using var curve = ECDsa.Create();
        try
        {
            curve.ImportSubjectPublicKeyInfo(der, out _);
        }
        catch (CryptographicException)
        {
            return null;
        }

        return curve.KeySize < 256
            ? DossierRefusals.KeyTooWeak(curve.KeySize, 256)
            : Of($"EC {curve.KeySize}", curve.ExportSubjectPublicKeyInfo());
    }

    private static Outcome<PlatformKey> Of(string algorithm, byte[] der) => new PlatformKey(
        PemEncoding.WriteString("PUBLIC KEY", der), algorithm, Convert.ToHexString(SHA256.HashData(der)));
}

/// <summary>Addresses of a platform.</summary>
public static class PlatformAddress
{
    private const int LengthMax = 300;

    /// <summary>
    /// Checks an address to which the bank sends or leads: https with a host name that others can reach, no user, no fragment. Refusal:
    /// <see cref="DossierRefusals.AddressMalformed"/>.
    /// </summary>
    public static Outcome<Uri> Check(string? text) =>
        text is { Length: > 0 and <= LengthMax } && !text.Any(char.IsWhiteSpace)
        && Uri.TryCreate(text, UriKind.Absolute, out var address)
        && address.Scheme == Uri.UriSchemeHttps && address.HostNameType == UriHostNameType.Dns
        && address.Host.Contains('.', StringComparison.Ordinal) && address.UserInfo.Length == 0 && address.Fragment.Length == 0
            ? address
            : DossierRefusals.AddressMalformed();
}
