using CustodyConsole.Domain.Accounts;

namespace CustodyConsole.Domain.Platforms;

/// <summary>
/// A piece of personal data inside a dossier: encrypted, with a keyed hash that tells whether two are equal, and as it may be shown. It goes
/// as it is from the draft into the request and the kept versions, so none of them holds it in clear.
/// </summary>
/// <param name="RowId">The key of the draft for which it was sealed; the cipher opens under it only.</param>
/// <param name="Cipher">The cipher, in Base64.</param>
/// <param name="Hash">The keyed hash, in hexadecimal digits.</param>
/// <param name="Masked">What of it may be seen.</param>
/// <param name="Kind">What it is.</param>
public sealed record SealedText(long RowId, string Cipher, string Hash, string Masked, MaskedKind Kind)
{
    /// <summary>Seals a value.</summary>
    public static SealedText Seal(PersonalData keys, long rowId, string text, MaskedKind kind)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return new(
            rowId, Convert.ToBase64String(keys.Encrypt(PersonalField.Dossier, rowId, text)),
            Convert.ToHexString(keys.BlindHash(PersonalField.Dossier, text)), Masking.Mask(text, kind), kind);
    }

    /// <summary>Opens it; only where a person with the permission asked and the audit trail says so (<see cref="RevealDesk"/>).</summary>
    public string Open(PersonalData keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        return keys.Decrypt(PersonalField.Dossier, RowId, Convert.FromBase64String(Cipher));
    }

    /// <summary>The masked text.</summary>
    public override string ToString() => Masked;
}
