using CustodyConsole.Domain.Orders;
using Microsoft.Extensions.Localization;

namespace CustodyConsole.Resources;

/// <summary>
/// Who gave an instruction, in words. An order keeps a code: <c>api:8001</c> for the interface of platform 8001,
/// <c>replay</c> for a replay of history, <c>system</c> for the bank's own jobs, else the user name of a member of staff.
/// </summary>
public static class Initiator
{
    public static string Of(string code, IStringLocalizer<Text> words) =>
        code.StartsWith(RequestHead.Interface, StringComparison.Ordinal) ? words["Initiator.Interface", code[RequestHead.Interface.Length..]]
            : code == "replay" ? words["Initiator.Replay"]
            : code == StaffMember.System.UserName ? words["Initiator.System"]
            : code;
}
