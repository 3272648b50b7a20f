namespace CustodyConsole.Domain.Accounts;

/// <summary>
/// Refusals of the four elements and of a company's code by their form alone. No sentence repeats the number: it is
/// personal data and would end up in logs and screenshots.
/// </summary>
public static class IdentityRefusals
{
    /// <summary>Fifteen digits: the form before 1999, not accepted for new openings (domain rule 6.9).</summary>
    public static Refusal NumberHasFifteenDigits() => new(
        "identity.number-fifteen-digits",
        "身份证号：15位的旧身份证号不能用于开户，请使用18位身份证号。",
        "Identity number: the old form of 15 digits cannot open an account; use the number of 18 characters.");

    /// <summary>Not 17 digits followed by a digit or X.</summary>
    public static Refusal NumberFormat() => new(
        "identity.number-format",
        "身份证号：应为18位，前17位为数字，末位为数字或X。",
        "Identity number: it must have 18 characters, 17 digits and then a digit or X.");

    /// <summary>The first six digits were never the code of a region.</summary>
    public static Refusal NumberRegion() => new(
        "identity.number-region",
        "身份证号：前6位不是任何年份有效的行政区划代码。",
        "Identity number: the first six digits were never the code of a region.");

    /// <summary>Digits 7 to 14 are no date of the calendar, or before 1900.</summary>
    public static Refusal NumberBirthDate() => new(
        "identity.number-birth-date",
        "身份证号：第7至14位不是真实的出生日期。",
        "Identity number: digits 7 to 14 are not a real date of birth.");

    /// <summary>The date of birth lies after the date of the check.</summary>
    public static Refusal NumberBornLater() => new(
        "identity.number-born-later",
        "身份证号：出生日期晚于当前业务日期。",
        "Identity number: the date of birth lies in the future.");

    /// <summary>The last character does not fit the others.</summary>
    public static Refusal NumberCheckCharacter() => new(
        "identity.number-check-character",
        "身份证号：校验位不正确，请核对是否输错。",
        "Identity number: the check character does not fit, please look for a typing error.");

    /// <summary>Not 18 characters of the alphabet of GB 32100, or an unknown department.</summary>
    public static Refusal CreditCodeFormat() => new(
        "identity.credit-code-format",
        "统一社会信用代码：应为18位数字或大写字母（不含I、O、S、V、Z），首位为登记管理部门代码，第3至8位为数字。",
        "Unified social credit code: it must have 18 digits or capital letters (without I, O, S, V, Z), "
            + "begin with the code of a registration department and have digits in places 3 to 8.");

    /// <summary>The last character does not fit the others.</summary>
    public static Refusal CreditCodeCheckCharacter() => new(
        "identity.credit-code-check-character",
        "统一社会信用代码：校验位不正确，请核对是否输错。",
        "Unified social credit code: the check character does not fit, please look for a typing error.");

    /// <summary>Not 11 digits that begin with 1 and 3 to 9.</summary>
    public static Refusal MobileFormat() => new(
        "identity.mobile-format",
        "手机号：应为11位数字，以13至19开头，不带国家代码。",
        "Mobile number: it must have 11 digits beginning with 13 to 19, without a country code.");

    /// <summary>Not 16 to 19 digits.</summary>
    public static Refusal CardFormat() => new(
        "identity.card-format",
        "银行卡号：应为16至19位数字，不含空格。",
        "Card number: it must have 16 to 19 digits without blanks.");

    /// <summary>The last digit fails Luhn and the prefix is no exception.</summary>
    public static Refusal CardCheckDigit() => new(
        "identity.card-check-digit",
        "银行卡号：校验位不正确，请核对是否输错。",
        "Card number: the check digit does not fit, please look for a typing error.");

    /// <summary>No bank is known to issue cards of this prefix.</summary>
    public static Refusal CardBankUnknown() => new(
        "identity.card-bank-unknown",
        "银行卡号：无法识别发卡银行。",
        "Card number: no bank is known to issue cards that begin like this.");

    /// <summary>The prefix is known, but its cards have another number of digits.</summary>
    public static Refusal CardLength(string bankName, int expectedLength) => new(
        "identity.card-length",
        $"银行卡号：{bankName}的该类卡号应为{expectedLength}位。",
        $"Card number: cards of {bankName} that begin like this have {expectedLength} digits.");

    /// <summary>A credit, semi-credit or prepaid card: only debit cards may be bound (R11).</summary>
    public static Refusal CardNotDebit(string bankName) => new(
        "identity.card-not-debit",
        $"银行卡号：这张{bankName}的卡不是借记卡，只能绑定本人的借记卡。",
        $"Card number: this card of {bankName} is not a debit card; only a debit card of one's own can be bound.");
}
