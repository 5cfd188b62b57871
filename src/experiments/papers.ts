/** Papers that several experiments check, by first author and year. */

export const bassetti2024 = {
  authors: 'Bassetti, Ladelli, Rotondo',
  title: 'Proportional infinite-width infinite-depth limit for deep linear neural networks',
  year: 2024,
  url: 'https://arxiv.org/abs/2411.15267',
};

export const bordelon2025 = {
  authors: 'Bordelon, Pehlevan',
  title:
    'Deep linear network training dynamics from random initialization: data, width, depth, and hyperparameter transfer',
  year: 2025,
  url: 'https://arxiv.org/abs/2502.02531',
};

export const chizat2022 = {
  authors: 'Chizat, Colombo, Fernández-Real, Figalli',
  title: 'Infinite-width limit of deep linear neural networks',
  year: 2022,
  url: 'https://arxiv.org/abs/2211.16980',
};

export const jacot2018 = {
  authors: 'Jacot, Gabriel, Hongler',
  title: 'Neural tangent kernel: convergence and generalization in neural networks',
  year: 2018,
  url: 'https://arxiv.org/abs/1806.07572',
};

export const lee2018 = {
  authors: 'Lee, Bahri, Novak, Schoenholz, Pennington, Sohl-Dickstein',
  title: 'Deep neural networks as Gaussian processes',
  year: 2018,
  url: 'https://arxiv.org/abs/1711.00165',
};

export const schoenholz2017 = {
  authors: 'Schoenholz, Gilmer, Ganguli, Sohl-Dickstein',
  title: 'Deep information propagation',
  year: 2017,
  url: 'https://arxiv.org/abs/1611.01232',
};
