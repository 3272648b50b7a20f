using System.Runtime.CompilerServices;
using Microsoft.EntityFrameworkCore;

namespace CustodyConsole.Security;

/// <summary>Rows of credentials that exist before anybody has a password.</summary>
internal static class IdentityRows
{
    /// <summary>
    /// The row that an attempt with an unknown name is counted in, so that it costs what a known one costs. No user can have this name, and
    /// without a password and a record of staff it lets nobody in.
    /// </summary>
    public const string Nobody = "-";

    /// <summary>
    /// Makes a row without a password, which belongs to no activation. Where two make it at the same moment, one waits for the other and
    /// finds it made.
    /// </summary>
    public static Task<int> EnsureAsync(IdentityDb db, string userName, string normalized, CancellationToken cancellationToken) =>
        db.Database.ExecuteSqlAsync(
            FormattableStringFactory.Create(
                "INSERT INTO " + (db.Database.IsNpgsql() ? IdentityDb.Schema + "." : "") + """
                "AspNetUsers" ("Id", "UserName", "NormalizedUserName", "LockoutEnabled", "CredentialSerial", "FactorSerial", "LastTotpStep",
                    "AccessFailedCount", "ProofFailedCount", "EmailConfirmed", "PhoneNumberConfirmed", "TwoFactorEnabled")
                VALUES ({0}, {0}, {1}, {2}, 0, 0, 0, 0, 0, {3}, {3}, {3}) ON CONFLICT DO NOTHING
                """,
                userName, normalized, true, false),
            cancellationToken);
}
