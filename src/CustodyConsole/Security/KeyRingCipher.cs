using System.Xml.Linq;
using CustodyConsole.Domain.Accounts;
using Microsoft.AspNetCore.DataProtection.XmlEncryption;

namespace CustodyConsole.Security;

/// <summary>
/// Encrypts the keys of cookies and forms at rest with a key derived from the file of the personal-data key: whoever reads the database, or
/// its backup, cannot make a session of it. A key that was stored in clear by an earlier version stays readable; it says itself how it is kept.
/// </summary>
public sealed class KeyRingEncryptor(PersonalData keys) : IXmlEncryptor
{
    internal const string Element = "sealedKey";

    public EncryptedXmlInfo Encrypt(XElement plaintextElement)
    {
        ArgumentNullException.ThrowIfNull(plaintextElement);
        var cipher = keys.Encrypt(PersonalField.KeyRing, 0, plaintextElement.ToString(SaveOptions.DisableFormatting));
        return new EncryptedXmlInfo(new XElement(Element, Convert.ToBase64String(cipher)), typeof(KeyRingDecryptor));
    }
}

/// <summary>Opens what <see cref="KeyRingEncryptor"/> sealed; made by the key ring, which hands it the services.</summary>
public sealed class KeyRingDecryptor(IServiceProvider services) : IXmlDecryptor
{
    public XElement Decrypt(XElement encryptedElement)
    {
        ArgumentNullException.ThrowIfNull(encryptedElement);
        return XElement.Parse(services.GetRequiredService<PersonalData>().Decrypt(
            PersonalField.KeyRing, 0, Convert.FromBase64String(encryptedElement.Value)));
    }
}
