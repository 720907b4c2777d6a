"""What every task of respond shares, pure: the situation, conditions, tables of states, releases."""
