namespace CustodyConsole.Domain.Lending;
public enum RepaymentMethod { EqualInstalments = 1, EqualPrincipal = 2, InterestFirst = 3, OneTime = 4 }
